package io.funclet.host.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import org.junit.jupiter.api.Test;
import org.slf4j.spi.SLF4JServiceProvider;

class ClassPathJarsTest {

    /** Java 25 does that to a class of an archive, if its jar has been moved since. */
    private static final class WithoutLocation extends ClassLoader {

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(SLF4JServiceProvider.class.getName())) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                CodeSource nowhere = new CodeSource(null, (Certificate[]) null);
                return defineClass(name, bytes, 0, bytes.length, new ProtectionDomain(nowhere, null));
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }

    @Test
    void jarOfAClassWithoutALocation_isFoundByItsFile() throws Exception {
        Class<?> moved = new WithoutLocation().loadClass(SLF4JServiceProvider.class.getName());

        assertNull(moved.getProtectionDomain().getCodeSource().getLocation());
        assertEquals(ClassPathJars.manifestOf(SLF4JServiceProvider.class), ClassPathJars.manifestOf(moved));
    }
}
