package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.config.load.ServeConfig;
import io.funclet.host.config.policy.RefusalPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of refusals, in the configuration of each generation and in the environment. */
class RefusalPolicyTest extends BaetylConfigs {

    private static final Map<String, String> RESPOND = Map.of("FUNCLET_REFUSALS", "respond");

    private static List<RefusalPolicy> refusals(RuntimeConfig config) {
        return config.functions().stream().map(FunctionConfig::refusalPolicy).toList();
    }

    @Test
    void eachFunction_saysItForItself_andTheEnvironmentForTheOthers() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST + """
                  - {name: responds, handler: h, codedir: code, refusals: respond}
                  - {name: fails, handler: h, codedir: code, refusals: fail}
                """);

        assertEquals(
                List.of(RefusalPolicy.FAIL, RefusalPolicy.RESPOND, RefusalPolicy.FAIL), refusals(here.load(Map.of())));
        assertEquals(
                List.of(RefusalPolicy.RESPOND, RefusalPolicy.RESPOND, RefusalPolicy.FAIL),
                refusals(here.load(RESPOND)));
    }

    @Test
    void openedgesFunction_hasItToo_alsoByItsEnvironment() throws Exception {
        String least = """
                {"name":"n","server":{"address":"127.0.0.1:80"},"function":{"name":"f","handler":"h","codedir":"code"%s}}""";

        assertEquals(List.of(RefusalPolicy.RESPOND), refusals(here.load(least.formatted(",\"refusals\":\"respond\""))));
        assertEquals(List.of(RefusalPolicy.RESPOND), refusals(here.load(least.formatted(""), RESPOND)));
    }

    private RefusalPolicy policyOf(Map<String, String> variables) throws Exception {
        return new ServeConfig(directory, Optional.empty(), Optional.empty(), Optional.empty(), variables)
                .read()
                .refusalPolicy();
    }

    @Test
    void functionsThatComeByThemselves_haveThatOfTheEnvironment() throws Exception {
        assertEquals(RefusalPolicy.FAIL, policyOf(Map.of()));
        assertEquals(RefusalPolicy.RESPOND, policyOf(RESPOND));
    }

    @Test
    void otherWords_areReportedWithThoseThatThereAre() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST + "    refusals: response\n");

        assertEquals(
                List.of(
                        "FUNCLET_REFUSALS: \"kill\" is not a way to treat refusals (fail, respond)",
                        "line 7: functions[0].refusals: \"response\" is not a way to treat refusals (fail, respond)"),
                here.problems(Map.of("FUNCLET_REFUSALS", "kill")).stream()
                        .sorted()
                        .toList());
    }
}
