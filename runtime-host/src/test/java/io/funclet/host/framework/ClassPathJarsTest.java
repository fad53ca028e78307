package io.funclet.host.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import org.junit.jupiter.api.Test;

class ClassPathJarsTest {

    @Test
    void otherVersion_isNamed() {
        FileNotFoundException missing =
                assertThrows(FileNotFoundException.class, () -> ClassPathJars.find("org.osgi.util.function-9.9.9.jar"));

        assertEquals(
                "the installation is incomplete: no org.osgi.util.function-9.9.9.jar on the class path."
                        + " org.osgi.util.function-1.2.0.jar is there in its place: with Maven, import io.funclet:bom,"
                        + " which has the versions",
                missing.getMessage());
    }
}
