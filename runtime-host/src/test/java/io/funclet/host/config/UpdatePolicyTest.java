package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.config.policy.UpdatePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How updates prove themselves, in the configuration of functions and in the environment. */
class UpdatePolicyTest extends BaetylConfigs {

    private static UpdatePolicy observing(int seconds) {
        return new UpdatePolicy(Duration.ofSeconds(seconds), UpdatePolicy.ALL, "");
    }

    @Test
    void theEnvironment_saysItForAllDirectories_andNothingByDefault() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST);

        assertEquals(Optional.empty(), here.load(Map.of()).deployment().updates());
        Map.of("on", 30, "off", 0, "2m", 120).forEach((text, seconds) -> {
            try {
                assertEquals(
                        Optional.of(observing(seconds)),
                        here.load(Map.of("FUNCLET_UPDATE_OBSERVE", text))
                                .deployment()
                                .updates());
            } catch (Exception invalid) {
                throw new AssertionError(text, invalid);
            }
        });
    }

    @Test
    void functions_sayItForTheirDirectories() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST + """
                  - {name: one, handler: h, codedir: code, update: {observe: 10s}}
                  - {name: off, handler: h, codedir: code, update: {observe: off}}
                  - {name: usual, handler: h, codedir: code, update: {observe: on}}
                  - {name: empty, handler: h, codedir: code, update: {}}
                """);

        assertEquals(
                List.of(
                        Optional.empty(),
                        Optional.of(observing(10)),
                        Optional.of(observing(0)),
                        Optional.of(observing(30)),
                        Optional.empty()),
                here.load(Map.of()).functions().stream()
                        .map(FunctionConfig::updates)
                        .toList());
    }

    @Test
    void canary_isAPartOfTheCalls_andIsObserved() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST + "    update: {canary: 5%, key: device}\n");

        assertEquals(
                Optional.of(new UpdatePolicy(Duration.ofSeconds(30), 5, "device")),
                here.load(Map.of()).functions().get(0).updates());
        assertEquals(
                Optional.of(new UpdatePolicy(Duration.ofSeconds(9), 100, "")),
                here.load(Map.of("FUNCLET_UPDATE_OBSERVE", "9s", "FUNCLET_UPDATE_CANARY", "100%"))
                        .deployment()
                        .updates());
        assertEquals(
                List.of("FUNCLET_UPDATE_CANARY: \"0%\" is not a percentage from 1% to 100%"),
                here.problems(Map.of("FUNCLET_UPDATE_CANARY", "0%")));
    }

    @Test
    void shadow_isAPartOfTheCalls_andIsObserved() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST + "    update: {shadow: 10%, different: 0%}\n");

        assertEquals(
                Optional.of(new UpdatePolicy(Duration.ofSeconds(30), 100, "", 10, 0)),
                here.load(Map.of()).functions().get(0).updates());
        assertEquals(
                Optional.of(new UpdatePolicy(Duration.ofSeconds(30), 100, "", 20, 100)),
                here.load(Map.of("FUNCLET_UPDATE_SHADOW", "20%")).deployment().updates());
        assertEquals(
                List.of("FUNCLET_UPDATE_SHADOW: \"off\" is not a percentage from 1% to 100%"),
                here.problems(Map.of("FUNCLET_UPDATE_SHADOW", "off")));
    }

    @Test
    void ofOneDirectory_theLongestAndTheSmallestCount() {
        assertEquals(
                new UpdatePolicy(Duration.ofSeconds(20), 5, "b"),
                new UpdatePolicy(Duration.ofSeconds(20), 100, "").or(new UpdatePolicy(Duration.ZERO, 5, "b")));
        assertEquals(observing(20), observing(20).or(observing(0)));
        assertEquals(observing(20), observing(10).or(observing(20)));
    }

    @Test
    void ofOneDirectory_theLargestShadow_andTheFewestDifferences_count() {
        Duration time = Duration.ofSeconds(20);
        assertEquals(
                new UpdatePolicy(time, 100, "", 10, 2),
                new UpdatePolicy(time, 100, "", 10, 100).or(new UpdatePolicy(time, 100, "", 5, 2)));
    }

    @Test
    void otherTexts_areReported() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST + "    update: {observe: 5}\n");

        String expected = " is not on (for 30s), off, or a duration from 1s to 24h with a unit (30s, 5m)";
        assertEquals(
                List.of(
                        "FUNCLET_UPDATE_OBSERVE: \"yes\"" + expected,
                        "line 7: functions[0].update.observe: \"5\"" + expected),
                here.problems(Map.of("FUNCLET_UPDATE_OBSERVE", "yes")).stream()
                        .sorted()
                        .toList());
    }
}
