package io.funclet.host.it.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.CheckedJars;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Descriptions that name methods and fields which the class of their component has, or has not. */
@Embedded
class DescribedMembersIT extends CheckedJars {

    private static final String END = "; add it to the class, or correct the description";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("bind", "field", "well");

    /** A function beside a service for it, whose description has these attributes and this element. */
    private static FunctionJar jar(String name, String attributes, String reference) {
        return jar(name, attributes, reference, FunctionJar.bundle("it." + name), "");
    }

    private static FunctionJar jar(
            String name, String attributes, String reference, FunctionJar.Bundle bundle, String members) {
        FunctionSource base = new FunctionSource("it." + name + ".Base", """
                package it.%s;

                public abstract class Base {
                    private Runnable clock;

                    protected void take(Runnable given) {
                        clock = given;
                    }
                }
                """.formatted(name));
        FunctionSource function = new FunctionSource("it." + name + ".Fn", """
                package it.%s;

                import io.funclet.api.*;
                import org.osgi.service.component.annotations.*;

                @FunctionName("%s")
                @Component
                public class Fn extends Base implements FunctionHandler {
                    Runnable own;
                    %s

                    private void give(java.util.Map<String, Object> properties) {}

                    @Override
                    public Payload handle(Payload event, CallContext context) {
                        return event;
                    }
                }
                """.formatted(name, name, members));
        FunctionSource clock = new FunctionSource("it." + name + ".Clock", """
                package it.%s;

                @org.osgi.service.component.annotations.Component
                public class Clock implements Runnable {
                    @Override
                    public void run() {}
                }
                """.formatted(name));
        FunctionJar whole = bundle.source(function).source(base).source(clock).build();
        return RepackedJar.with(
                whole, "OSGI-INF/it." + name + ".Fn.xml", """
                        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s" %s>
                          <implementation class="it.%s.Fn"/>
                          <service><provide interface="io.funclet.api.FunctionHandler"/></service>
                          <reference name="clock" interface="java.lang.Runnable" %s/>
                          <property name="function.name" value="%s"/>
                        </scr:component>
                        """.formatted(name, attributes, name, reference, name));
    }

    private void assertTold(FunctionJar jar, String name, List<String> missing) throws Exception {
        List<String> unsaid = new ArrayList<>(missing);
        jar.deploy(site.code(name), "f.jar");
        String line = site.log().await("deployed " + name + "/f.jar");
        assertTrue(line.contains("WARN"), line);
        Said explained = site.operator().run("explain", name);
        Said checked = check(jar.deploy(directory, "f.jar"));
        unsaid.removeIf(phrase -> line.contains(phrase) && explained.names(phrase) && checked.names(phrase));
        assertEquals(List.of(), unsaid, () -> line + "\n" + explained + "\n" + checked);
    }

    @Test
    void methodsThatAreNotThere_areNamed_andWhatIsMissingWithoutThem() throws Exception {
        String its = "component bind: its class it.bind.Fn has no method ";
        String of = " of its reference clock: the component ";
        assertTold(
                jar("bind", "deactivate=\"leave\"", "bind=\"set\" unbind=\"unset\" updated=\"reset\""),
                "bind",
                List.of(
                        its + "set, which its description names as bind" + of + "never gets the service" + END,
                        its + "unset, which its description names as unbind" + of + "is not told when the service goes"
                                + END,
                        its + "reset, which its description names as updated" + of
                                + "is not told when properties of the service change" + END,
                        its + "leave, which its description names as deactivate: nothing is called when the component"
                                + " ends" + END));
    }

    @Test
    void fieldThatIsNotThere_isNamed() throws Exception {
        assertTold(
                jar("field", "", "field=\"given\""),
                "field",
                List.of("component field: its class it.field.Fn has no field given, which its description names as"
                        + " field of its reference clock: the component never gets the service" + END));
    }

    @Test
    void methodsOfASuperclass_ofOtherParameters_andFields_areThere() throws Exception {
        FunctionJar jar = jar("well", "", "bind=\"take\" updated=\"give\" field=\"own\"");
        jar.deploy(site.code("well"), "f.jar");

        String line = site.log().await("deployed well/f.jar");
        assertFalse(line.contains("its class"), line);
        Said checked = check(jar.deploy(directory, "f.jar"));
        assertFalse(checked.names("its class"), checked::toString);
    }

    /** Another method of the class has a parameter of a type that is not there. */
    @Test
    void classWhoseMethodsCannotBeListed_isNoReasonForAWarning() throws Exception {
        FunctionJar.Bundle bundle = FunctionJar.bundle("it.unknown")
                .against(FunctionSource.text("words", "\"\""))
                .header("Import-Package", "io.funclet.api, !words, *");
        FunctionJar jar = jar("unknown", "", "bind=\"set\"", bundle, "void say(words.Text text) {}");

        Said checked = check(jar.deploy(directory, "f.jar"));

        assertFalse(checked.names("its class"), checked::toString);
    }
}
