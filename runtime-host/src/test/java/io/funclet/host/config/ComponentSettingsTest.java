package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the configuration gives to the component of a function. */
class ComponentSettingsTest extends BaetylConfigs {

    @Test
    void values_areTextsAsTheyAreWritten_andListsOfThem_withTheirLines() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST + """
                    config:
                      port: 0x10
                      on: yes
                      empty: ""
                      none:
                      tags: [a, 2]
                """);

        ComponentSettings config =
                here.load(Map.of()).functions().get(0).config().orElseThrow();

        assertEquals("functions[0].config", config.place());
        assertEquals(
                List.of("port", "on", "empty", "tags"),
                List.copyOf(config.values().keySet()));
        assertEquals("0x10", config.values().get("port"));
        assertEquals("yes", config.values().get("on"));
        assertArrayEquals(new String[] {"a", "2"}, (String[]) config.values().get("tags"));
        assertEquals(config.lines().get("port") + 4, config.lines().get("tags"));
        assertEquals(List.of(), here.load(Map.of()).warnings());
    }

    @Test
    void whatIsNoSetting_isReportedWithItsLine() throws Exception {
        here.file("etc/baetyl/service.yml", LEAST + """
                    config:
                      port: {tcp: 1}
                      tags: [[1]]
                      Tags: a
                  - {name: text, handler: t, codedir: code, config: fast}
                  - {name: twice, handler: "h@[1,2)", codedir: code, config: {a: 1}}
                  - {name: twice-2, handler: h, codedir: code, config: {a: 1}}
                """);

        assertEquals(
                List.of(
                        "line 8: functions[0].config.port: a map is not a text or a list of texts",
                        "line 9: functions[0].config.tags: a list is not a text or a list of texts",
                        "line 10: functions[0].config.Tags: is tags in another case",
                        "line 11: functions[1].config: \"fast\" is not a map of keys",
                        "line 13: functions[3].config: is of the same component as functions[2].config: leave one of"
                                + " them out"),
                here.problems(Map.of()));
    }
}
