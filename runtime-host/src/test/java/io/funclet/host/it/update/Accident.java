package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * A way of {@code accidents.txt} in which a function misbehaves.
 *
 * @param code the body of {@code handle} if a call does it, the members of the class otherwise
 */
record Accident(When when, Rule rule, String name, String code) {

    private static final Pattern HEAD = Pattern.compile("(?m)^== (\\w+) (\\w+): (.+)$");

    enum When {
        CALL,
        ENDLESS,
        START,
        END
    }

    enum Rule {
        PREVENTED,
        CONTAINED,
        OWN,
        SHARED
    }

    /** What ways are written in. Its arguments are the file that tells the test, and the jar. */
    private static final String STEPS = """
        private static final String FILE = "%s";

        private static final Path JAR = Path.of("%s");

        private static final List<Object> KEPT = new ArrayList<>();

        private static void reached() {
            try {
                Files.writeString(Path.of(FILE), "");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private static void forever() {
            var never = new java.util.concurrent.CountDownLatch(1);
            while (true) {
                try {
                    never.await();
                } catch (InterruptedException ignored) {
                    // As many a loop does.
                }
            }
        }

        private static void background(Runnable task) {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        }

        private static Path own() {
            return JAR.getParent();
        }

        private static BundleContext bundles() {
            return FrameworkUtil.getBundle(CLASS.class).getBundleContext();
        }

        public static class Hanging {
            @Override public String toString() { forever(); return null; }
            @Override public boolean equals(Object other) { forever(); return false; }
            @Override public int hashCode() { forever(); return 0; }
        }

        public static class Finalized {
            @SuppressWarnings("removal") @Override protected void finalize() { forever(); }
        }
        """;

    private static final String HANDLE = """
        @Override
        public Payload handle(Payload event, CallContext context) throws Exception {
            %s
        }
        """;

    static List<Accident> all() {
        String text = text();
        List<String> codes = List.of(HEAD.split(text)).stream().skip(1).toList();
        List<String[]> heads = HEAD.matcher(text)
                .results()
                .map(head -> new String[] {head.group(1), head.group(2), head.group(3)})
                .toList();
        return IntStream.range(0, codes.size())
                .mapToObj(i -> new Accident(
                        When.valueOf(heads.get(i)[0].toUpperCase(Locale.ROOT)),
                        Rule.valueOf(heads.get(i)[1].toUpperCase(Locale.ROOT)),
                        heads.get(i)[2],
                        codes.get(i).strip()))
                .toList();
    }

    private static String text() {
        try (InputStream in = Accident.class.getResourceAsStream("accidents.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isByCall() {
        return when == When.CALL || when == When.ENDLESS;
    }

    /** Whether a call that did this may have ended so. */
    void requireEnd(String end) {
        if (rule == Rule.PREVENTED) {
            assertTrue(end.contains("SecurityException: a function must not"), end);
        } else if (when == When.CALL) {
            assertFalse(end.contains("DEADLINE_EXCEEDED"), end);
        }
    }

    /** A bundle with one function that misbehaves so. */
    FunctionJar jar(String function, Path reached, Path jar) {
        String handle = HANDLE.formatted(
                isByCall() ? "reached();\nif (KEPT != null) {\n" + code + "\n}\nreturn event;" : "return event;");
        FunctionSource source = FunctionSource.component(
                "it." + function, function, STEPS.formatted(reached, jar) + handle + (isByCall() ? "" : code));
        String type = source.className().substring(source.className().lastIndexOf('.') + 1);
        String text = source.text()
                .replace("CLASS", type)
                .replace("import java.util.*;", "import java.util.*;\nimport org.osgi.framework.*;")
                .replace(
                        "@Component\n",
                        code.contains("// nonblocking") ? "@Component\n@Nonblocking\n" : "@Component\n");
        return FunctionJar.bundle("it." + function)
                .libraries(BundleContext.class, ConfigurationAdmin.class)
                .source(new FunctionSource(source.className(), text))
                .build();
    }

    @Override
    public String toString() {
        return name;
    }
}
