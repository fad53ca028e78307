package io.funclet.host.cli.registry;

import static io.funclet.host.cli.registry.Commands.jar;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Three jars, and layouts of images to push them to. */
abstract class LayoutPulls {

    @TempDir
    Path temp;

    Path code;
    Path one;
    Path two;
    Path three;

    @BeforeEach
    void makeJars() throws Exception {
        code = Files.createDirectory(temp.resolve("code"));
        one = jar(temp.resolve("1"), "one.jar", "one");
        two = jar(temp.resolve("1"), "two.jar", "two");
        three = jar(temp.resolve("1"), "three.jar", "three");
    }

    String layout(String tag) {
        return "oci:" + temp.resolve("layout") + ":" + tag;
    }
}
