package io.funclet.host.deploy.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.deploy.natives.NativeLibrary.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SonameClashTest {

    private static final NativeLibrary USER =
            new NativeLibrary("lib/libuser.so", "libuser.so", Set.of("libh.so"), Set.of("shared"), 7, Kind.JNI);
    private static final NativeLibrary OTHER_USER =
            new NativeLibrary("x/libx.so", "libx.so", Set.of("libh.so"), Set.of("other"), 8, Kind.JNI);

    private static NativeLibrary helper(long content) {
        return new NativeLibrary("lib/libh.so", "libh.so", Set.of("libc.so.6"), Set.of(), content, Kind.HELPER);
    }

    private static Carrier carrier(String name, NativeLibrary... libraries) {
        return new Carrier(name, List.of(libraries));
    }

    private static Optional<String> words(Carrier carrier, Carrier... others) {
        return SonameClash.find(carrier, List.of(others)).map(clash -> clash.words("wait"));
    }

    private static Optional<String> says(String user, String other, String wanted) {
        return Optional.of(user + " needs libh.so, and would call that of " + other + " instead of " + wanted
                + ", which differs: a process has one library of a SONAME, the first. Put a version into the SONAME,"
                + " link the library statically, or wait");
    }

    @Test
    void helperOfAnotherContent_isAClash() {
        assertEquals(
                says("lib/libuser.so", "old", "its own"),
                words(carrier("new", USER, helper(2)), carrier("old", USER, helper(1))));
    }

    @Test
    void sameContent_isNone() {
        assertEquals(
                Optional.empty(),
                words(carrier("new", USER, helper(1), helper(2)), carrier("old", helper(2), helper(1))));
    }

    @Test
    void libraryThatNoOtherNeeds_isNone_becauseTheJvmLoadsItByItsPath() {
        assertEquals(Optional.empty(), words(carrier("new", helper(2)), carrier("old", helper(1))));
    }

    @Test
    void helperOfABundleOfItsOwn_whoseUserIsThereAlready_isAClash() {
        assertEquals(
                says("x/libx.so of third", "old", "that of new"),
                words(carrier("new", helper(2)), carrier("third", OTHER_USER), carrier("old", helper(1))));
    }

    @Test
    void userThatComesWhereTwoHelpersAre_isAClash() {
        assertEquals(
                says("x/libx.so", "old", "that of newer"),
                words(carrier("third", OTHER_USER), carrier("old", helper(1)), carrier("newer", helper(2))));
    }

    @Test
    void libraryOfTheSystem_isNone() {
        assertEquals(Optional.empty(), words(carrier("new", USER), carrier("old", USER)));
    }

    @Test
    void variableThatIsUnique_isShared_withAnotherLibraryThatHasIt() {
        NativeLibrary later =
                new NativeLibrary("lib/libuser-2.so", "libuser-2.so", Set.of(), Set.of("shared", "own"), 9, Kind.JNI);

        assertEquals(
                List.of(
                        "lib/libuser-2.so has the values of 1 C++ variables (shared) from old, which was there first; with"
                                + " -fno-gnu-unique or -fvisibility=hidden it would have its own"),
                carrier("new", later).sharedVariables(List.of(carrier("third", OTHER_USER), carrier("old", USER))));
        assertEquals(List.of(), carrier("new", USER).sharedVariables(List.of(carrier("old", USER))));
    }

    @Test
    void libraryThatTheJvmHas_isSaid_whereTheBundleBringsAnother() {
        NativeLibrary own = new NativeLibrary("lib/libjava.so", "libjava.so", Set.of(), Set.of(), 1, Kind.HELPER);
        NativeLibrary user = new NativeLibrary("lib/libu.so", "libu.so", Set.of("libjava.so"), Set.of(), 2, Kind.JNI);
        assumeTrue(Files.exists(Path.of("/proc/self/maps")), "not Linux");

        List<String> warnings = new LoadedLibraries().warnings(carrier("new", user, own));

        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith("lib/libu.so needs libjava.so, and calls that of /"), warnings::toString);
        assertEquals(List.of(), new LoadedLibraries().warnings(carrier("without", user)));
    }
}
