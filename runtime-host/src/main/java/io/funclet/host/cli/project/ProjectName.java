package io.funclet.host.cli.project;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a new project is called: the function and the artifact by {@code name}, its package and its class after it.
 *
 * @param name such as {@code heat-pump}
 * @param group such as {@code com.example}
 */
public record ProjectName(String name, String group) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern GROUP = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)*");

    /** No part of a package: of Java and of Kotlin. */
    private static final Set<String> KEYWORDS =
            Set.of(("abstract as assert boolean break byte case catch char class const"
                            + " continue default do double else enum extends false final finally float for fun goto if implements import"
                            + " in instanceof int interface is long native new null object package private protected public return short"
                            + " static strictfp super switch synchronized this throw throws transient true try typealias typeof val var"
                            + " void volatile when while _")
                    .split(" "));

    public ProjectName {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" cannot be the name of a project: small letters, digits and"
                            + " hyphens are expected, with a letter first, such as heat-pump");
        }
        if (!GROUP.matcher(group).matches()) {
            throw new IllegalArgumentException(
                    "--group " + group + " cannot begin a package: small letters are expected, such as com.example");
        }
        Arrays.stream((group + "." + packageEnd(name)).split("\\."))
                .filter(KEYWORDS::contains)
                .findFirst()
                .ifPresent(keyword -> {
                    throw new IllegalArgumentException(
                            "\"" + keyword + "\" is a word of Java or Kotlin, and cannot be in the name of a package");
                });
    }

    private static String packageEnd(String name) {
        return name.replace("-", "");
    }

    String packageName() {
        return group + "." + packageEnd(name);
    }

    String className() {
        return Arrays.stream(name.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** What stands in a template, by the names of Maven's archetypes. */
    Map<String, String> properties(String funcletVersion) {
        return Map.of(
                "groupId",
                group,
                "artifactId",
                name,
                "version",
                "1.0.0",
                "package",
                packageName(),
                "className",
                className(),
                "funcletVersion",
                funcletVersion);
    }
}
