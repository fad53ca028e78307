package io.funclet.host.it.component;

import static io.funclet.host.it.component.DeclaredSource.component;
import static io.funclet.host.it.component.DeclaredSource.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Components that fail, or that their declaration keeps from serving: the log has the reason, once. */
@Embedded
class ComponentFaultsIT {

    private static final String ECHO =
            "@Override public Payload handle(Payload event, CallContext context) { return event; }\n";

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of("leaves enters beside configured disabled factory other helped lazy".split(" "));

    @Test
    void exceptionOfADeactivation_isLoggedOnce_withItsStackAndItsBundle() throws Exception {
        Path jar = deploy(
                "leaves", FunctionJar.bundle("it.leaves").version("1.2.0").component("leaves", ECHO + """
                @Deactivate
                public void leave() {
                    throw new IllegalStateException("device is gone");
                }
                """));
        site.awaitServing("leaves");

        Files.delete(jar);

        site.log().await("at it.leaves.Function_leaves.leave(");
        site.awaitScanOf(site.code("leaves"));
        String told = site.log().await("leave method");
        assertTrue(told.contains("WARN") && told.contains("it.leaves"), told);
        for (String once :
                List.of("leave method", "java.lang.IllegalStateException: device is gone", "at it.leaves.")) {
            assertEquals(1, site.log().count(once), once);
        }
    }

    @Test
    void exceptionOfAnActivation_isToldWithItsPlace_andItsStackOnce_withoutTheFrameworksLines() throws Exception {
        deploy("enters", FunctionJar.bundle("it.enters").component("enters", ECHO + """
                @Activate
                public void enter() {
                    throw new IllegalStateException("no device");
                }
                """));

        site.log()
                .awaitAll(
                        "rejected enters/f.jar", "no device, at it.enters.Function_enters.enter(Function_enters.java:");
        site.log().await("    at it.enters.");
        List<String> stack = site.log().lines().stream()
                .dropWhile(each -> !each.endsWith("java.lang.IllegalStateException: no device"))
                .skip(1)
                .takeWhile(each -> each.startsWith("    "))
                .toList();
        assertEquals(1, stack.size(), () -> String.join("\n", stack));
        assertEquals(1, site.log().count("    at it.enters."));
        assertEquals(1, site.log().count("    java.lang.IllegalStateException: no device"));
    }

    @Test
    void exceptionOfAComponentBesideTheFunction_rejectsTheirBundle() throws Exception {
        String enter = "@Activate public void enter() { throw new IllegalStateException(\"no sensor\"); }";
        FunctionJar.Bundle both = FunctionJar.bundle("it.beside")
                .source(function("beside", "", ECHO))
                .source(component("it.beside", "Device", "(immediate = true, service = {})", enter));
        deploy("beside", both);

        site.log().awaitAll("rejected beside/f.jar", "no sensor, at it.beside.Device.enter(");
    }

    @Test
    void componentThatNeedsAConfiguration_isSaidToWaitForIt() throws Exception {
        deploy(
                "configured",
                FunctionJar.bundle("it.configured")
                        .source(function("configured", "(configurationPolicy = ConfigurationPolicy.REQUIRE)", ECHO)));

        site.log()
                .awaitAll(
                        "waits for a configuration of PID it.configured.Fn",
                        "waiting configured/f.jar",
                        "put a file it.configured.Fn.cfg beside the jar");
    }

    @Test
    void functionThatIsDisabled_isSaidToBe() throws Exception {
        deploy("disabled", FunctionJar.bundle("it.disabled").source(function("disabled", "(enabled = false)", ECHO)));

        site.log().awaitAll("component it.disabled.Fn is disabled, and nothing enables it", "waiting disabled/f.jar");
    }

    @Test
    void functionThatIsAFactory_isSaidToBe() throws Exception {
        deploy(
                "factory",
                FunctionJar.bundle("it.factory").source(function("factory", "(factory = \"f.of.it\")", ECHO)));

        assertToldAtTheEnd(
                "deployed factory/f.jar",
                "component it.factory.Fn is a factory (f.of.it), and nothing makes a function of it");
    }

    @Test
    void componentWithTheNameOfAFunction_thatProvidesSomethingElse_isSaidToBeNone() throws Exception {
        deploy("other", FunctionJar.bundle("it.other").source(function("other", "(service = Fn.class)", ECHO)));

        assertToldAtTheEnd(
                "deployed other/f.jar",
                "component it.other.Fn has a function.name, and is no function:"
                        + " it does not provide io.funclet.api.FunctionHandler or io.funclet.api.TypedFunction;"
                        + " if a superclass implements it, add it to the annotation: @Component(service = TypedFunction.class)");
    }

    @Test
    void helperThatAFunctionMayEnable_isNoReasonToWait() throws Exception {
        deploy(
                "helped",
                FunctionJar.bundle("it.helped")
                        .source(function("helped", "", ECHO))
                        .source(component("it.helped", "Spare", "(enabled = false, service = Spare.class)", "")));

        site.log().await("deployed helped/f.jar");
        assertEquals(0, site.log().count("waiting helped/"));
    }

    @Test
    void lazyBundle_servesItsFunctionsLikeAnyOther() throws Exception {
        deploy(
                "lazy",
                FunctionJar.bundle("it.lazy")
                        .header("Bundle-ActivationPolicy", "lazy")
                        .function("lazy", "return Payload.of(\"lazily\");"));

        assertEquals("lazily", site.callers().call("lazy", ""));
    }

    private static Path deploy(String directory, FunctionJar.Bundle bundle) throws Exception {
        return bundle.build().deploy(site.code(directory), "f.jar");
    }

    private static void assertToldAtTheEnd(String of, String reason) throws Exception {
        String line = site.log().await(of);
        assertTrue(line.endsWith(reason), line);
    }
}
