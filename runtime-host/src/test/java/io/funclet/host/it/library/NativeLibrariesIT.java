package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.CompiledLibrary;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process has one library of a name: the loader of the system sees to that. So Funclet renames helper libraries that clash. */
class NativeLibrariesIT {

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of("updated", "versioned", "first", "second", "again", "unpacked", "variable");

    private CompiledLibrary helper(String soname, int answer) throws Exception {
        return CompiledLibrary.helper(site.path().resolve("libraries/" + soname + answer), soname, answer);
    }

    /** A function that answers by native code that asks a helper, both by {@code Bundle-NativeCode}. */
    private static FunctionJar jar(String name, String version, CompiledLibrary helper) throws Exception {
        String fileName = helper.file().getFileName().toString();
        String helperEntry = "lib/" + fileName;
        String helperName = fileName.substring("lib".length(), fileName.lastIndexOf('.'));
        // Felix unpacks a library when it is asked for: one that only another one needs would not be there.
        return function(name, version, "System.loadLibrary(\"" + helperName + "\"); System.loadLibrary(\"user\");")
                .header(
                        "Include-Resource",
                        helper.entry(helperEntry) + "," + user(name, helper).entry("lib/libuser.so"))
                .header("Bundle-NativeCode", "lib/libuser.so;" + helperEntry + ";osname=linux")
                .build();
    }

    private static CompiledLibrary user(String name, CompiledLibrary helper) throws Exception {
        return helper.user("it." + name + ".Function_" + name);
    }

    private static FunctionJar.Bundle function(String name, String version, String load) {
        return FunctionJar.bundle("it." + name).version(version).component(name, """
                static native int ask();

                @Activate
                void load() throws Exception {
                    %s
                }

                @Override
                public Payload handle(Payload event, CallContext context) {
                    return Payload.of(Integer.toString(ask()));
                }
                """.formatted(load));
    }

    @Test
    void updateWithAnotherHelperOfTheSameName_callsItsOwn_andTheOldVersionCallsTheOldOne() throws Exception {
        Path code = site.code("updated");
        for (int version = 1; version <= 4; version++) {
            jar("updated", version + ".0.0", helper("libupdated.so", version)).deploy(code, "fn.jar");
            site.awaitAnswer("updated", Integer.toString(version));
        }
    }

    @Test
    void updateWhoseHelperHasItsVersionInItsName_isTaken() throws Exception {
        Path code = site.code("versioned");
        jar("versioned", "1.0.0", helper("libversioned-1.so", 1)).deploy(code, "fn.jar");
        site.awaitAnswer("versioned", "1");

        jar("versioned", "2.0.0", helper("libversioned-2.so", 2)).deploy(code, "fn.jar");

        site.awaitAnswer("versioned", "2");
    }

    @Test
    void bundlesOfTwoDirectories_withDifferentHelpersOfOneName_callTheirOwn() throws Exception {
        jar("first", "1.0.0", helper("libshared.so", 1)).deploy(site.code("first"), "fn.jar");
        site.awaitAnswer("first", "1");

        jar("second", "1.0.0", helper("libshared.so", 2)).deploy(site.code("second"), "fn.jar");

        site.awaitAnswer("second", "2");
        assertEquals("1", site.callers().call("first", ""));
    }

    /** Such as one that native code opens itself: what it asks the system for cannot be changed. */
    @Test
    void helperOfALibraryThatJavaDoesNotLoad_isNotRenamed_andTheJarIsRejected_untilTheOldOneIsOutOfMemory()
            throws Exception {
        Path code = site.code("again");
        withPlugin("again", "1.0.0", 1).deploy(code, "fn.jar");
        site.awaitAnswer("again", "1");
        Path other = withPlugin("again", "2.0.0", 2).deploy(code, "fn.jar");
        site.log()
                .awaitAll(
                        "rejected again/fn.jar (it.again 2.0.0)",
                        "lib/libuser.so",
                        "libagain.so",
                        "of it.again 1.0.0 (again/fn.jar)",
                        "SONAME",
                        "restart the runtime");
        assertEquals("1", site.callers().call("again", ""));
        // It takes a compiler, and the old one is out of memory soon.
        var next = withPlugin("again", "2.0.1", 2);
        Files.delete(other);
        site.log().await("removed again/fn.jar");

        next.deploy(code, "fn.jar");

        // Deployed at once if the old one was out of memory already.
        site.log()
                .await(
                        "what became of 2.0.1",
                        line -> line.contains("again/fn.jar (it.again 2.0.1)")
                                && (line.contains("deployed ")
                                        || line.contains("libagain.so") && line.contains("or wait")));
        site.awaitAnswer("again", "2");
    }

    private FunctionJar withPlugin(String name, String version, int answer) throws Exception {
        CompiledLibrary helper = helper("lib" + name + ".so", answer);
        return function(name, version, "System.loadLibrary(\"" + name + "\"); System.loadLibrary(\"user\");")
                .header(
                        "Include-Resource",
                        helper.entry("lib/lib" + name + ".so") + ","
                                + helper.plugin().entry("lib/plugin.so") + ","
                                + user(name, helper).entry("lib/libuser.so"))
                .header("Bundle-NativeCode", "lib/libuser.so;lib/lib" + name + ".so;osname=linux")
                .build();
    }

    /** As libraries do that bring their own native code for many systems: from a jar within the jar to a file. */
    @Test
    void helperThatIsUnpackedByTheFunctionItself_fromAJarOnTheClassPath_isItsOwn() throws Exception {
        Path code = site.code("unpacked");
        unpacking("1.0.0", helper("libunpacked.so", 1)).deploy(code, "fn.jar");
        site.awaitAnswer("unpacked", "1");

        unpacking("2.0.0", helper("libunpacked.so", 2)).deploy(code, "fn.jar");

        site.awaitAnswer("unpacked", "2");
    }

    private FunctionJar unpacking(String version, CompiledLibrary helper) throws Exception {
        String load = """
                Path directory = Files.createTempDirectory(Path.of("%s"), "unpacked");
                for (String name : List.of("libunpacked.so", "libuser.so")) {
                    Files.copy(getClass().getResourceAsStream("/" + name), directory.resolve(name));
                }
                System.load(directory.resolve("libuser.so").toString());
                """.formatted(site.path());
        byte[] natives = RepackedJar.with(
                FunctionJar.withManifest(Map.of()),
                entry -> true,
                ZipEntry.DEFLATED,
                Map.of(
                        "libunpacked.so", Files.readAllBytes(helper.file()),
                        "libuser.so",
                                Files.readAllBytes(user("unpacked", helper).file())));
        Path nested = Files.write(site.path().resolve("natives" + version + ".jar"), natives);
        return function("unpacked", version, load)
                .header("Include-Resource", "natives.jar=" + nested)
                .header("Bundle-ClassPath", ".,natives.jar")
                .build();
    }

    @Test
    void updateWhoseLibraryHasVariablesOfTheOldOne_isTaken_andSaidToBeFlawed() throws Exception {
        Path code = site.code("variable");
        withVariable("1.0.0", 1).deploy(code, "fn.jar");
        site.awaitAnswer("variable", "1");

        withVariable("2.0.0", 2).deploy(code, "fn.jar");

        site.log()
                .awaitAll(
                        "updated variable/fn.jar (it.variable 2.0.0)",
                        "libvariable-2.0.0.so has the values of 1 C++ variables (shared) from it.variable 1.0.0",
                        "-fno-gnu-unique");
        assertEquals("1", site.callers().call("variable", ""), "what the warning is about");
    }

    private FunctionJar withVariable(String version, int value) throws Exception {
        String name = "variable-" + version;
        Path file = Files.createDirectories(site.path().resolve("libraries")).resolve("lib" + name + ".so");
        CompiledLibrary library = CompiledLibrary.withVariable(file, "it.variable.Function_variable", value);
        return function("variable", version, "System.loadLibrary(\"" + name + "\");")
                .header("Include-Resource", library.entry("lib/lib" + name + ".so"))
                .header("Bundle-NativeCode", "lib/lib" + name + ".so;osname=linux")
                .build();
    }

    @Test
    void checkOfAJar_saysIt_beforeItIsDeployed() throws Exception {
        Path code = Files.createDirectories(site.path().resolve("checked"));
        withPlugin("checked", "1.0.0", 1).deploy(code, "fn.jar");
        Operator operator =
                new Operator(site.path(), Files.createDirectories(site.path().resolve("tmp")));
        Path same = withPlugin("checked", "1.1.0", 1).deploy(site.path(), "fn.jar");
        assertEquals(
                0,
                operator.run("check", same.toString(), "--with", code.toString())
                        .status());

        Path other = withPlugin("checked", "2.0.0", 2).deploy(site.path(), "fn.jar");
        Said said = operator.run("check", other.toString(), "--with", code.toString());

        assertEquals(1, said.status(), said::toString);
        assertTrue(said.names("would be rejected", "libchecked.so", "of it.checked 1.0.0"), said::toString);

        Path renamed = jar("checked", "2.0.0", helper("libchecked.so", 2)).deploy(site.path(), "fn.jar");
        Said taken = operator.run("check", renamed.toString(), "--with", code.toString());
        assertTrue(taken.names("would be taken"), taken::toString);
    }
}
