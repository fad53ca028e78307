package io.funclet.host.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JarNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a.jar", "A.JAR", "thermo-1.0.0.Jar", "a b.jar", "a,b${c}.jar", "a\nb.jar", "ä.jar", "a.zip.jar"
            })
    void jar(String name) {
        assertTrue(JarName.is(name));
        // As FileInstall asks.
        assertTrue(name.matches(JarName.PATTERN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".jar", ".a.jar", ".A.JAR", "jar", "ajar", "a.jar.part", "a.jar~", "a.jar ", "a.zip", "a.jarx"})
    void noJar(String name) {
        assertFalse(JarName.is(name));
        assertFalse(name.matches(JarName.PATTERN));
    }
}
