package io.funclet.host.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets updates prove themselves under load: good ones, of which none may be taken back, and bad ones, of which each has to
 * go within the time of {@code update.observe}. No call may be lost by either.
 *
 * <p>Run it with {@code mvn -B -q -Psoak verify -Dsoak.program=Proofs -Dsoak.updates=1000}. Its exit status is not 0 if one
 * of these was broken.
 */
public final class Proofs {

    /** How good versions behave, as those before them: steadily, with errors, with times that chance makes. */
    private static final List<Map<String, String>> USUAL = List.of(
            Map.of(),
            Map.of("fails", "0.01"),
            Map.of("noise", "2"),
            Map.of("noise", "10", "fails", "0.1"),
            Map.of("slow", "5", "fails", "0.002"));

    private static final int FUNCTIONS = 20;

    /** Of each kind of bad versions: so many functions, and so many versions of each. */
    private static final int BAD_FUNCTIONS = 4;

    private static final int BAD_VERSIONS = 5;

    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final Duration NO_PAUSE = Duration.ZERO;

    private final Path directory;
    private final PrintStream out;
    private final List<String> problems = new ArrayList<>();

    private Proofs(Path directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("funclet-proofs-");
        List<String> problems = new Proofs(directory, System.out)
                .run(Integer.getInteger("soak.updates", 1000), Integer.getInteger("soak.observe", 3));
        System.out.println("what was left: " + directory);
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    private List<String> run(int updates, int goodSeconds) throws Exception {
        good(updates, goodSeconds);
        bad("each call fails", 100, Map.of(), Map.of("fails", "1"), false);
        bad("each call takes 50 ms longer", 100, Map.of(), Map.of("slow", "50"), false);
        bad("calls take 25 ms longer in the mean", 500, Map.of("noise", "2"), Map.of("noise", "27"), false);
        bad("one call in 50 fails, few calls before", 200, Map.of(), Map.of("fails", "0.02"), false);
        bad("one call in 50 fails", 2_000, Map.of(), Map.of("fails", "0.02"), false);
        bad(
                "one call in 50 fails, and one in 500 did",
                5_000,
                Map.of("fails", "0.002"),
                Map.of("fails", "0.02"),
                false);
        bad("one call in 500 fails", 20_000, Map.of(), Map.of("fails", "0.002"), false);
        bad("one answer in 50 is wrong, copies first", 100, Map.of("mark", "1"), Map.of("wrong", "0.02"), true);
        problems.forEach(problem -> out.println("PROBLEM: " + problem));
        return problems;
    }

    private void good(int updates, int seconds) throws Exception {
        Site site = new Site(directory.resolve("good"), seconds, false);
        for (int i = 0; i < FUNCTIONS; i++) {
            site.add("f" + i, USUAL.get(i % USUAL.size()), PAUSE);
        }
        int takenBack = 0;
        int made = 0;
        try (SoakedRuntime runtime = site.start(1, 100)) {
            while (made < updates) {
                for (Verdict verdict : site.round(Map.of())) {
                    made++;
                    if (verdict.isWorse()) {
                        takenBack++;
                        problems.add("a good version was taken back: " + verdict.line());
                    }
                }
            }
            problems.addAll(site.end(runtime));
        }
        out.printf(
                "%d good updates, %d taken back; %d calls, %d failed on purpose%n",
                made, takenBack, site.answered(), site.meant());
    }

    /** {@code answers}: so many of the old version are needed for a comparison that chance cannot explain. */
    private void bad(String kind, int answers, Map<String, String> usual, Map<String, String> behaviour, boolean copies)
            throws Exception {
        Site site = new Site(directory.resolve(kind.replaceAll("\\W+", "-")), 30, copies);
        for (int i = 0; i < BAD_FUNCTIONS; i++) {
            site.add("f" + i, usual, NO_PAUSE);
        }
        List<Long> millis = new ArrayList<>();
        try (SoakedRuntime runtime = site.start(2, answers / 2)) {
            for (int i = 0; i < BAD_VERSIONS; i++) {
                for (Verdict verdict : site.round(behaviour)) {
                    if (verdict.isWorse()) {
                        millis.add(verdict.millis());
                    } else {
                        problems.add("a bad version stays (" + kind + "): " + verdict.line());
                    }
                }
            }
            problems.addAll(site.end(runtime));
        }
        millis.sort(null);
        out.printf(
                "%s: %d of %d taken back, after %d ms in the median and %d ms at most; %d calls, %d failed on purpose%n",
                kind,
                millis.size(),
                BAD_FUNCTIONS * BAD_VERSIONS,
                millis.isEmpty() ? 0 : millis.get(millis.size() / 2),
                millis.isEmpty() ? 0 : millis.get(millis.size() - 1),
                site.answered(),
                site.meant());
    }

    /** How one comparison ended. */
    private record Verdict(String line, boolean isWorse, long millis) {

        static Verdict of(Matcher matcher) {
            boolean worse = matcher.group("after") != null;
            return new Verdict(matcher.group(), worse, worse ? Long.parseLong(matcher.group("after")) : 0);
        }
    }

    /** One runtime with its functions. */
    private static final class Site {

        private final Path directory;
        private final int seconds;
        private final boolean copies;
        private final RuntimeOutput output;
        private final List<ProvedFunction> functions = new ArrayList<>();

        Site(Path directory, int seconds, boolean copies) throws IOException {
            this.directory = Files.createDirectories(directory);
            this.seconds = seconds;
            this.copies = copies;
            Files.createDirectory(directory.resolve("code"));
            output = new RuntimeOutput(directory.resolve("output"));
        }

        void add(String name, Map<String, String> usual, Duration pause) throws IOException {
            functions.add(new ProvedFunction(name, directory, usual, pause));
        }

        SoakedRuntime start(int callers, int answers) throws Exception {
            int port = SoakedRuntime.freePort();
            Path file = Files.writeString(directory.resolve("service.yml"), configuration(port));
            SoakedRuntime runtime = SoakedRuntime.start(port, output.file(), "-c", file.toString());
            for (ProvedFunction function : functions) {
                function.call(runtime.port(), callers);
            }
            for (ProvedFunction function : functions) {
                function.awaitAnswers(answers);
            }
            return runtime;
        }

        private String configuration(int port) {
            StringBuilder yaml = new StringBuilder("server: {address: \"127.0.0.1:" + port + "\"}\nfunctions:\n");
            for (ProvedFunction function : functions) {
                yaml.append("- {name: " + function.name() + ", handler: " + function.name() + ", codedir: "
                        + directory.resolve("code") + ", update: {observe: " + seconds + "s"
                        + (copies ? ", shadow: 100%, different: 1%" : "") + "}}\n");
            }
            return yaml.toString();
        }

        /** Updates each function once. Returns how each comparison has ended. */
        List<Verdict> round(Map<String, String> behaviour) throws Exception {
            long since = output.length();
            for (ProvedFunction function : functions) {
                function.put(behaviour);
            }
            List<Verdict> verdicts = new ArrayList<>();
            for (ProvedFunction function : functions) {
                Pattern end = Pattern.compile(".*" + Pattern.quote(function.fileName())
                        + ".* (has proved itself|has not been called|was taken back after (?<after>\\d+) ms).*");
                verdicts.add(Verdict.of(output.await(since, end, Duration.ofSeconds(3L * seconds + 30))));
            }
            return verdicts;
        }

        List<String> end(SoakedRuntime runtime) throws Exception {
            List<String> problems = new ArrayList<>();
            for (ProvedFunction function : functions) {
                problems.addAll(function.lost());
            }
            int status = runtime.stop();
            if (status != 0) {
                problems.add("exit status " + status);
            }
            for (ProvedFunction function : functions) {
                problems.addAll(function.faults(copies));
            }
            return problems;
        }

        long answered() {
            return functions.stream().mapToLong(ProvedFunction::answered).sum();
        }

        long meant() {
            return functions.stream().mapToLong(ProvedFunction::meant).sum();
        }
    }
}
