package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.RuntimeStart;
import io.funclet.host.it.runtime.UpdatedFunction;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The trial of libraries: each in each placement on each Java, called after each of five updates. Then all files go, and
 * no class loader and no native library of it may stay. The ordinary tests leave it out: {@code docs/how-to/measure.md}.
 */
@Tag("trial")
@TestInstance(Lifecycle.PER_CLASS)
@ParameterizedClass
@MethodSource("runtimes")
class LibraryTrialIT {

    private static final List<TrialLibrary> LIBRARIES = TrialLibrary.all();
    private static final int UPDATES = 5;
    /** The last ones, where it is outside. */
    private static final int UPDATES_OF_LIBRARY = 2;

    private static TrialJars jars;

    @Parameter(0)
    TrialPlacement placement;

    @Parameter(1)
    String java;

    private RuntimeExtension site;

    static Stream<Arguments> runtimes() {
        List<String> placements = TrialLibrary.chosen("trial.placements", "INSIDE,BESIDE,PLAIN,WRAPPED");
        return TrialLibrary.chosen("trial.java", "newest,17").stream()
                .flatMap(java ->
                        placements.stream().map(placement -> Arguments.of(TrialPlacement.valueOf(placement), java)));
    }

    /** To those of a small JRE, if a system property names them. */
    private static RuntimeStart limitModules(RuntimeStart start) {
        String modules = System.getProperty("trial.modules", "");
        return modules.isEmpty() ? start : start.javaOption("--limit-modules=" + modules);
    }

    static List<TrialLibrary> libraries() {
        return LIBRARIES;
    }

    @BeforeParameterizedClassInvocation
    void start() throws Exception {
        if (jars == null) {
            jars = new TrialJars(Path.of("target", "trial").toAbsolutePath(), LIBRARIES);
        }
        // What is held softly goes when memory is short.
        site = RuntimeExtension.of(LIBRARIES.stream().map(TrialLibrary::name).toArray(String[]::new))
                .on(java)
                .with(start -> start.javaOption("-XX:SoftRefLRUPolicyMSPerMB=0"))
                .with(LibraryTrialIT::limitModules)
                .start();
    }

    @AfterParameterizedClassInvocation
    void stop() throws Exception {
        try (RuntimeExtension ending = site) {
            removeWhatLibrariesHaveUnpacked();
        }
    }

    /** Where the libraries want it, it stays. */
    private void removeWhatLibrariesHaveUnpacked() throws IOException {
        try (Stream<Path> files = Files.walk(site.temporary())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Path top = site.temporary().relativize(file).getName(0);
                if (!file.equals(site.temporary()) && !top.toString().startsWith("funclet")) {
                    Files.delete(file);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void library_worksAfterEachUpdate_andLeavesNothing(TrialLibrary library) throws Exception {
        assumeTrue(java.equals("newest") || library.java() <= 17, () -> library + " needs Java " + library.java());
        assumeTrue(library.obstacle(placement) == null, () -> library.obstacle(placement));
        List<Path> resolved = jars.of(library);
        Path code = site.code(library.name());
        long loaders = site.bundleLoaders();
        Set<String> natives = natives();
        List<String> files;
        try {
            placement.deployLibraries(resolved, code);
            for (String file : code.toFile().list()) {
                awaitLine(library, 1, "OutcomeLog", " " + library + "/" + file);
            }
            String told = library.told(placement);
            if (told == null) {
                update(library, code, resolved.get(0));
            } else {
                placement
                        .function(library, resolved, site.operator(), site.path())
                        .deploy(code, "fn.jar");
                awaitLine(library, 1, "OutcomeLog", " " + library + "/", told);
                awaitLine(library, 1, "OutcomeLog", " " + library + "/fn.jar");
            }
        } finally {
            files = List.of(code.toFile().list());
            UpdatedFunction.empty(code);
        }
        for (String file : files) {
            awaitLine(library, 1, "removed " + library + "/" + file);
        }
        if (library.settings().containsKey("stays")) {
            if (library.staysByItsNatives()) {
                awaitLine(library, 1, library.name() + "/", "stays in memory, with its native libraries");
            }
            return;
        }
        String[] left = new String[1];
        Await.until(
                "its class loaders are collected, and its native libraries unloaded",
                Await.LONG.plus(library.idle()),
                () -> {
                    long more = site.bundleLoaders() - loaders;
                    Set<String> moreNatives = natives();
                    moreNatives.removeAll(natives);
                    left[0] = more + " class loaders more, " + moreNatives + said(library);
                    return more <= 0 && moreNatives.isEmpty();
                },
                () -> left[0]);
    }

    private void update(TrialLibrary library, Path code, Path first) throws Exception {
        FunctionJar function = placement.function(library, jars.of(library), site.operator(), site.path());
        String libraryFile = first.getFileName().toString();
        for (int update = 0; update <= UPDATES; update++) {
            int ofLibrary = placement.isOutside() ? update - UPDATES + UPDATES_OF_LIBRARY : 0;
            if (ofLibrary > 0) {
                placement.libraryVersion(first, update).deploy(code, libraryFile);
                awaitLine(library, ofLibrary, "updated " + library + "/" + libraryFile);
            } else {
                String version = "1.0." + update;
                RepackedJar.withHeaders(function, headers -> headers.putValue("Bundle-Version", version))
                        .deploy(code, "fn.jar");
                awaitLine(library, 1, version + ") with " + library.name());
            }
            if (update == 0) {
                // What Java alone looks for may come later than the function: drivers, providers.
                Await.until(
                        "the answer is right",
                        Await.SHORT,
                        () -> library.gives().equals(answer(library)),
                        () -> answer(library) + said(library));
            }
            assertEquals(library.gives(), answer(library), "after update " + update + said(library));
        }
    }

    private String answer(TrialLibrary library) {
        try {
            return site.callers().call(library.name(), "");
        } catch (StatusRuntimeException failed) {
            return failed.getMessage();
        }
    }

    private void awaitLine(TrialLibrary library, int times, String... parts) throws Exception {
        Await.until(
                String.join(" ... ", parts),
                Await.LONG,
                () -> site.log().lines().stream()
                                .filter(line -> Stream.of(parts).allMatch(line::contains))
                                .count()
                        >= times,
                () -> said(library));
    }

    /** What the log says of its directory. */
    private String said(TrialLibrary library) {
        return site.lines().stream()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .filter(line -> line.contains(" " + library.name() + "/") || line.contains("(" + library.name() + " "))
                .collect(Collectors.joining("\n", "\n", ""));
    }

    /** The files of native libraries that the process has mapped, but for those of Java and of the system. */
    private Set<String> natives() throws IOException {
        try (Stream<String> maps =
                Files.lines(Path.of("/proc", Long.toString(site.runtime().pid()), "maps"))) {
            return maps.filter(line -> line.contains(".so") && !line.matches(".* /(usr|lib|lib64)/.*"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
