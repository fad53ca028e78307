package io.funclet.host.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

        assertEquals("functions[0].config in etc/baetyl/service.yml", config.toString());
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
    void placeholders_areReplaced_andMessagesShowThemAsTheyAreWritten() throws Exception {
        here.file("etc/baetyl/secrets/token", "a\\$b\n\n");
        here.file("etc/baetyl/service.yml", LEAST + """
                    config:
                      env: "${env:PORT}/${env:NONE:-}/${env:EMPTY:-a:-b}"
                      file: ["${file:secrets/token}", "${file:none:-d}"]
                      text: $${env:PORT} $PORT $$1
                """);

        ComponentSettings config = here.load(Map.of("PORT", "7", "EMPTY", ""))
                .functions()
                .get(0)
                .config()
                .orElseThrow();

        assertEquals("7//a:-b", config.values().get("env"));
        assertArrayEquals(
                new String[] {"a\\$b\n", "d"}, (String[]) config.values().get("file"));
        assertEquals("${env:PORT} $PORT $$1", config.values().get("text"));
        assertEquals(
                "[${file:secrets/token}, ${file:none:-d}]", config.written().get("file"));
        assertEquals(
                Set.of(directory.resolve("etc/baetyl/secrets/token"), directory.resolve("etc/baetyl/none")),
                config.files());
        assertFalse(here.load(Map.of("PORT", "7")).toString().contains("$b"), "a secret is in toString()");
    }

    @Test
    void placeholdersWithoutAValue_areReportedWithTheirLines() throws Exception {
        here.file("etc/baetyl/binary", "");
        Files.write(directory.resolve("etc/baetyl/binary"), new byte[] {(byte) 0xff});
        here.file("etc/baetyl/service.yml", LEAST + """
                    config:
                      a: ${env:NONE}
                      b: ${file:none}
                      c: ${file:.}
                      d: ${file:binary}
                      e: ${port}
                      f: ${env:PORT
                """);
        String form = "has a ${ that begins neither ${env:NAME} nor ${file:PATH}; write $${ for the characters ${";

        assertEquals(
                List.of(
                        "line 8: functions[0].config.a: the environment variable NONE is not set; ${env:NAME:-TEXT} has a"
                                + " default",
                        "line 9: functions[0].config.b: the file " + directory + "/etc/baetyl/none does not exist;"
                                + " ${file:PATH:-TEXT} has a default",
                        "line 10: functions[0].config.c: the file " + directory + "/etc/baetyl/. is no regular file",
                        "line 11: functions[0].config.d: the file " + directory
                                + "/etc/baetyl/binary is not UTF-8 text",
                        "line 12: functions[0].config.e: " + form,
                        "line 13: functions[0].config.f: " + form),
                here.problems(Map.of("PORT", "7")));
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
