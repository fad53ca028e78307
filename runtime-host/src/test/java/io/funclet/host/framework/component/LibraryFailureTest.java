package io.funclet.host.framework.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.framework.BareBundle;
import io.funclet.host.framework.EmbeddedFelix;
import io.funclet.host.framework.requirement.LibraryAdvice;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;

/** The texts are those of Java, of which the ones that Java itself throws here are tested as they are. */
class LibraryFailureTest {

    private final LibraryFailure failure = new LibraryFailure(null);

    private String advice(Throwable thrown) {
        return failure.ofCall(thrown).orElse("");
    }

    @Test
    void missingResourceBundle_isNamedAsAFile_alsoAsACause() {
        Throwable thrown =
                assertThrows(MissingResourceException.class, () -> ResourceBundle.getBundle("org.vendor.nls.words"));
        String advice = "it lacks org/vendor/nls/words.properties: " + LibraryAdvice.whole();

        assertEquals(advice, advice(thrown));
        assertEquals(advice, advice(new IllegalStateException("no words", thrown)));
    }

    @Test
    void missingKey_isAMatterOfTheCode() {
        assertEquals("", advice(new MissingResourceException("Can't find resource for bundle x, key y", "x", "y")));
    }

    @Test
    void missingDriver_isNamedByItsKind() {
        Throwable thrown = assertThrows(SQLException.class, () -> DriverManager.getConnection("jdbc:nothing:here"));

        assertEquals("it finds no JDBC driver for jdbc:nothing: " + LibraryAdvice.add(), advice(thrown));
    }

    @Test
    void missingNativeLibrary_isNamed() {
        Throwable thrown = assertThrows(UnsatisfiedLinkError.class, () -> System.loadLibrary("nowhere"));

        assertEquals("it lacks the native library nowhere: " + LibraryAdvice.whole(), advice(thrown));
    }

    @Test
    void missedService_isNamed_ifTheFailureIsAboutIt() {
        Set<String> missed = Set.of("org.vendor.Codec");
        String advice = "it " + LibraryAdvice.noProvider("org.vendor.Codec");

        assertEquals(advice, ofServices(new NoSuchElementException("No value present"), missed));
        assertEquals(advice, ofServices(new RuntimeException(new Exception("cannot find a Codec")), missed));
        assertEquals(advice, ofServices(new IllegalStateException("No JSON provider found"), missed));
        assertEquals("", ofServices(new NumberFormatException("For input string: \"warm\""), missed));
        assertEquals("", ofServices(new NoSuchElementException("No value present"), Set.of()));
    }

    private static String ofServices(Throwable thrown, Set<String> missed) {
        return LibraryFailure.ofServices(thrown, missed).orElse("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.lang.UnsatisfiedLinkError: /tmp/liba.so: libb.so.1: cannot open shared object file: No such file or"
                        + " directory|has a native library that needs libb.so.1:",
                "java.lang.UnsatisfiedLinkError: /tmp/lib/libx.so: /tmp/lib/libx.so: ELF file version does not match current"
                        + " one (Possible cause: can't load AARCH64 .so on a AMD 64 platform)"
                        + "|has a native library that is made for another machine, libx.so: this one is",
                "java.lang.UnsatisfiedLinkError: /tmp/liba.so: /tmp/liba.so: wrong ELF class: ELFCLASS32"
                        + "|has a native library that is made for another machine, liba.so: this one is",
                "java.lang.ClassCastException: class a.B cannot be cast to class a.B (a.B is in unnamed module of loader x)"
                        + "|has got a.B from two jars, each with a copy: keep one jar with that",
                "java.lang.UnsatisfiedLinkError: 'int org.vendor.Native.ask()'|cannot load a native library",
                "java.util.ServiceConfigurationError: org.vendor.Speaker: Provider org.vendor.Loud not found"
                        + "|lacks the class org.vendor.Loud, which META-INF/services/org.vendor.Speaker names:",
                "java.util.ServiceConfigurationError: org.vendor.Speaker: Provider org.vendor.Loud not a subtype"
                        + "|finds org.vendor.Loud, which implements another copy of org.vendor.Speaker:",
            })
    void otherPartsOfLibraries_areNamed(String printed, String begin) {
        String advice = failure.advice(printed).orElse("");

        assertTrue(advice.startsWith(begin), advice);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.IllegalStateException: Can't find bundle for base name x, locale y",
                "java.sql.SQLException: the disk is full",
                "java.lang.NoClassDefFoundError: Could not initialize class org.vendor.Native",
            })
    void otherExceptions_areLeftToTheirOwnWords(String printed) {
        assertEquals(Optional.empty(), failure.advice(printed));
    }

    @Test
    void exceptionWithoutAnyText_getsNoAdvice() {
        assertEquals("", advice(new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                return null;
            }
        }));
    }

    @Test
    void exceptionThatCannotPrintItself_isNotAskedFurther() {
        assertEquals("", advice(new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                throw new IllegalStateException("no message for you");
            }
        }));
    }

    @Test
    void classOfAnotherVersion_isNamedWithItsBundle(@TempDir Path storage) throws Exception {
        try (EmbeddedFelix felix = EmbeddedFelix.start(storage, Map.of())) {
            byte[] none = new byte[0];
            new BareBundle("units", Map.of("Export-Package", "units"), Map.of("units/Unit.class", none))
                    .installIn(felix);
            Bundle user = new BareBundle("user", Map.of("Import-Package", "units"), Map.of()).installIn(felix);
            user.start();
            String advice = "it uses units.Unit of units 0.0.0, which is not the version that it was built against:"
                    + " build it against that one";

            for (Throwable thrown : new Throwable[] {
                new NoSuchMethodError("'java.lang.String units.Unit.name(int)'"),
                new NoSuchFieldError("Class units.Unit does not have member field 'int X'"),
                new AbstractMethodError("Receiver class user.U does not define or inherit an implementation of the"
                        + " resolved method 'abstract void name()' of interface units.Unit.")
            }) {
                assertEquals(Optional.of(advice), new LibraryFailure(user).ofCall(thrown));
            }
            assertEquals(
                    Optional.empty(), new LibraryFailure(user).ofCall(new NoSuchMethodError("'void user.U.name()'")));
        }
    }
}
