package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.runtime.DocumentedCommands;
import io.funclet.host.it.runtime.RuntimeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Maven project of a function {@code saved}, built with the plugins of this build: offline there are no others. */
final class SavedMavenProject {

    private static final String SOURCE = """
            package com.example;
            import io.funclet.api.*;
            import org.osgi.service.component.annotations.*;
            @Component
            @FunctionName("saved")
            public class Saved implements FunctionHandler {
                @Override
                public Payload handle(Payload event, CallContext context) {
                    return Payload.of("1");
                }
            }
            """;

    private SavedMavenProject() {}

    /** Returns the source file. */
    static Path writeTo(Path directory) throws Exception {
        Files.writeString(directory.resolve("pom.xml"), pom());
        Path sources = Files.createDirectories(directory.resolve("src/main/java/com/example"));
        return Files.writeString(sources.resolve("Saved.java"), SOURCE);
    }

    private static String pom() throws Exception {
        String root = Files.readString(DocumentedCommands.CHECKOUT.resolve("pom.xml"));
        Path lib = RuntimeProcess.distribution().resolve("lib");
        String api;
        try (var jars = Files.newDirectoryStream(lib, "runtime-api-*.jar")) {
            api = jars.iterator().next().toString();
        }
        StringBuilder plugins = new StringBuilder();
        for (String name : List.of("resources", "compiler", "surefire", "jar")) {
            String artifact = "maven-" + name + "-plugin";
            plugins.append("<plugin><artifactId>").append(artifact).append("</artifactId><version>");
            plugins.append(found(root, artifact + "</artifactId>\\s*<version>([^<]*)"))
                    .append("</version>");
            if (name.equals("jar")) {
                plugins.append("""
                        <configuration><archive><manifestFile>${project.build.outputDirectory}/META-INF/MANIFEST.MF</manifestFile>
                        </archive></configuration>""");
            }
            plugins.append("</plugin>");
        }
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId><artifactId>saved</artifactId><version>1.0.0-SNAPSHOT</version>
                  <properties>
                    <maven.compiler.release>17</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <dependencies>
                    <dependency>
                      <groupId>io.funclet</groupId><artifactId>runtime-api</artifactId><version>1</version>
                      <scope>system</scope><systemPath>%s</systemPath>
                    </dependency>
                    <dependency>
                      <groupId>org.osgi</groupId><artifactId>org.osgi.service.component.annotations</artifactId>
                      <version>%s</version><scope>provided</scope>
                    </dependency>
                  </dependencies>
                  <build><plugins>
                    %s
                    <plugin>
                      <groupId>biz.aQute.bnd</groupId><artifactId>bnd-maven-plugin</artifactId><version>%s</version>
                      <executions><execution>
                        <goals><goal>bnd-process</goal></goals>
                        <configuration><bnd>Bundle-SymbolicName: com.example.saved</bnd></configuration>
                      </execution></executions>
                    </plugin>
                  </plugins></build>
                </project>
                """.formatted(
                        api,
                        found(root, "<osgi.service.component.version>([^<]*)"),
                        plugins,
                        found(root, "<bnd.version>([^<]*)"));
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }
}
