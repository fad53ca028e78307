package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.deploy.check.CheckedConfiguration;
import io.funclet.host.deploy.check.OfflineCheck;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.it.jar.BadClass;
import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a jar before it is deployed, held against what becomes of it then: the same, but for what its code does. */
class CheckedPromisesIT {

    private static final Set<String> BY_THEIR_CODE = Set.of(
            BadJar.ACTIVATOR_THROWS.name(),
            BadJar.COMPONENT_THROWS.name(),
            BadJar.COMPONENT_HANGS.name(),
            BadJar.CLASS_THAT_IS_NOT_THERE.name(),
            BadClass.CONSTRUCTOR_THAT_THROWS.name(),
            BadClass.INITIALIZER_THAT_THROWS.name(),
            BadClass.ACTIVATION_THAT_THROWS.name());

    private static final String FUNCTION = "<provide interface=\"io.funclet.api.FunctionHandler\"/>";

    /** Changes of a good description. */
    private enum Described {
        WELL("scr:", "scr:"),
        IN_A_LATER_VERSION("xmlns/scr/v1.3.0", "xmlns/scr/v1.6.0"),
        WITHOUT_A_CLASS("<implementation", "<ignored"),
        AS_A_FACTORY(" name=", " factory=\"makers\" name="),
        AS_NO_FUNCTION(FUNCTION, "<provide interface=\"java.lang.Runnable\"/>"),
        AS_DISABLED(" name=", " enabled=\"false\" name="),
        WITH_A_CONFIGURATION(" name=", " configuration-policy=\"require\" name="),
        WITH_PROPERTIES_THAT_ARE_NOT_THERE("<service", "<properties entry=\"gone.properties\"/><service"),
        NAMED_BY_A_NUMBER(
                "name=\"function.name\" value=", "name=\"function.name\" type=\"Integer\" value=\"7\" ignored="),
        NAMED_BY_NOTHING(
                "<property name=\"function.name\" value=", "<property name=\"function.name\" value=\"\" ignored="),
        WITH_A_TARGET_THAT_IS_NO_FILTER(
                "<service", "<reference name=\"r\" interface=\"java.lang.Runnable\" target=\"(a=b\"/><service"),
        WITH_A_TARGET_THAT_NOTHING_MEETS(
                "<service>",
                "<reference name=\"r\" interface=\"io.funclet.api.FunctionHandler\" target=\"(color=red)\"/><service>"),
        WITH_AN_ACTIVATION_THAT_IS_NOT_THERE(" name=", " activate=\"begin\" name="),
        WITH_AN_ACTIVATION_OF_ANOTHER_KIND(" name=", " activate=\"handle\" name="),
        WITH_A_WRONG_LIMIT("<service", "<property name=\"function.timeout\" value=\"soon\"/><service"),
        WITH_A_REFERENCE("<service", "<reference name=\"r\" interface=\"java.util.function.Supplier\"/><service");

        private final String good;
        private final String changed;

        Described(String good, String changed) {
            this.good = good;
            this.changed = changed;
        }

        FunctionJar of(String function) {
            String class1 = "it." + function + ".Function_" + function;
            FunctionJar whole = FunctionJar.bundle("it." + function)
                    .source(new FunctionSource(
                            class1,
                            "package it." + function + "; public class Function_" + function
                                    + " implements io.funclet.api.FunctionHandler, Runnable { public void run() {}"
                                    + BadJar.HANDLER
                                            .replace("Payload ", "io.funclet.api.Payload ")
                                            .replace("CallContext ", "io.funclet.api.CallContext ")
                                            .replace("Payload.of", "io.funclet.api.Payload.of")
                                    + "}"))
                    .header("Service-Component", "OSGI-INF/c.xml")
                    .header("Include-Resource", "OSGI-INF/c.xml;literal=placeholder")
                    .build();
            return RepackedJar.with(whole, "OSGI-INF/c.xml", """
                    <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s">
                      <property name="function.name" value="%s"/>
                      <service>%s</service>
                      <implementation class="%s"/>
                    </scr:component>
                    """.formatted(class1, function, FUNCTION, class1)
                    .replace(good, changed));
        }
    }

    private static final Map<String, FunctionJar> JARS = jars();

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.ofHandlers(handlers()).environment("FUNCLET_START_TIMEOUT", "5s");

    private static Map<String, FunctionJar> jars() {
        Map<String, FunctionJar> jars = new LinkedHashMap<>();
        for (BadJar kind : BadJar.values()) {
            jars.put(kind.name(), kind.of(kind.name()));
        }
        for (BadClass kind : BadClass.values()) {
            jars.put(kind.name(), kind.of(kind.name()));
        }
        for (Described kind : Described.values()) {
            jars.put(kind.name(), kind.of(kind.name()));
        }
        return jars;
    }

    private static Map<String, String> handlers() {
        Map<String, String> handlers = new LinkedHashMap<>();
        JARS.keySet().forEach(name -> handlers.put(name, name));
        return handlers;
    }

    @Test
    void whatIsSaidOfAJar_isWhatBecomesOfIt(@TempDir Path checks) throws Exception {
        for (String name : JARS.keySet()) {
            JARS.get(name).deploy(site.code(name), name + ".jar");
        }
        List<String> broken = new ArrayList<>();
        for (String name : JARS.keySet()) {
            Path file = site.code(name).resolve(name + ".jar");
            Explanation said = OfflineCheck.run(
                    file, Optional.empty(), CheckedConfiguration.NONE, Files.createDirectory(checks.resolve(name)));
            Pattern outcome = Pattern.compile(".*(deployed|rejected|waiting) " + name + "/" + name + "\\.jar.*");
            String line = site.log()
                    .await(
                            "what became of " + name,
                            each -> outcome.matcher(each).matches());
            String expected = BY_THEIR_CODE.contains(name) && said.text().endsWith("would be taken")
                    ? "rejected"
                    : expected(said);
            boolean asItShould = expected.equals("deployed ") && said.text().endsWith("would be taken");
            if (!line.contains(expected)
                    || asItShould == line.contains(" WARN ")
                    || !functions(said, expected).stream().allMatch(line::contains)) {
                broken.add(name + ": " + said.text() + " " + said.because() + " but " + line);
            }
        }
        assertEquals(List.of(), broken, () -> String.join("\n", broken));
    }

    /** In the line about what has become of it. */
    private static String expected(Explanation said) {
        if (said.text().endsWith("would be rejected")) {
            return "rejected ";
        }
        return said.text().endsWith("would wait") ? "waiting " : "deployed ";
    }

    private static List<String> functions(Explanation said, String expected) {
        return said.because().stream()
                .map(Explanation::text)
                .filter(text -> expected.equals("deployed ") && text.startsWith("brings function "))
                .map(text -> " with " + text.replace("brings function ", ""))
                .toList();
    }
}
