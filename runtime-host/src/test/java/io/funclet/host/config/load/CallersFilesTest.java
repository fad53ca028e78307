package io.funclet.host.config.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.BaetylConfigs;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RuntimeConfig;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in the forms of the callers' own examples and documents, and in whatever YAML their own readers accept. */
class CallersFilesTest extends BaetylConfigs {

    private static final Map<String, String> INSTANCE = Map.of("BAETYL_SERVICE_INSTANCE_ADDRESS", "127.0.0.1:50051");

    static List<Arguments> filesOfARuntime() {
        return List.of(
                Arguments.of("two functions of one directory", List.of("py2", "py3"), List.of(), """
                        functions:
                          - name: 'py2'
                            handler: 'index.handler'
                            codedir: 'code'
                          - name: 'py3'
                            handler: 'index.handler'
                            codedir: 'code'"""),
                Arguments.of("a log", List.of("node8-hello"), List.of(), """
                        name: function-node8
                        functions:
                          - name: 'node8-hello'
                            handler: 'index.handler'
                            codedir: 'code'
                        logger:
                          path: var/log/baetyl/service.log
                          level: "debug"
                          console: true
                        """),
                Arguments.of(
                        "of the manager and two runtimes, in one block of a document",
                        List.of("js"),
                        List.of("line 10: functions: stands twice", "line 15: functions: stands twice", "unknown keys"),
                        """
                        # function-manager-conf/service.yml
                        hub:
                          address: tcp://localhub:1883
                        rules:
                          - {clientid: rule-1, subscribe: {topic: t}, function: {name: py}, publish: {topic: t/py}}
                        functions:
                          - name: py
                            service: function-py
                            instance: {min: 0, max: 10, idletime: 1m}
                        functions:
                          - name: 'py'
                            handler: 'index.handler'
                            codedir: 'absent'

                        functions:
                          - name: 'js'
                            handler: 'index.handler'
                            codedir: 'code'
                        """),
                Arguments.of(
                        "of the manager, with all about its functions", List.of("py"), List.of("unknown keys"), """
                        name: localfunc
                        hub: {address: 'tcp://localhub:1883', username: test}
                        prefix: 'function-'
                        functions:
                          - id: func-abc
                            name: 'py'
                            runtime: 'python27'
                            handler: 'index.handler'
                            codedir: 'code'
                            entry: "runtime-python27:build"
                            env:
                              USER_ID: someone
                            instance:
                              min: 0
                              max: 10
                              timeout: 1m
                              cpu:
                                cpus: 0.5
                              memory:
                                limit: 50m
                              pids:
                                limit: 10
                            subscribe: {topic: t, qos: 1}
                        """));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filesOfARuntime")
    void fileOfTheCallersExamples_isRead(String what, List<String> names, List<String> warnings, String yaml)
            throws Exception {
        here.file("etc/baetyl/service.yml", yaml);

        RuntimeConfig config = here.load(INSTANCE);

        assertEquals(
                names, config.functions().stream().map(FunctionConfig::name).toList());
        assertEquals(warnings.size(), config.warnings().size(), config.warnings()::toString);
        for (int i = 0; i < warnings.size(); i++) {
            assertTrue(config.warnings().get(i).contains(warnings.get(i)), config.warnings()::toString);
        }
    }

    @Test
    void queryInPlaceOfAHandler_lacksOnlyItsDirectory() throws Exception {
        here.file("etc/baetyl/service.yml", """
                name: function-filter
                functions:
                  - name: filter
                    handler: 'select qos() as qos, topic() as topic, * where id < 10'
                """);

        assertEquals(List.of("line 3: functions[0].codedir: is missing"), here.problems(INSTANCE));
    }

    /** Each is the file of least content in another form. */
    static List<String> forms() {
        StringBuilder shared = new StringBuilder("x: &a [x]\ny:\n");
        for (int i = 0; i < 100; i++) {
            shared.append("- *a\n");
        }
        return List.of(
                LEAST.replace("\n", "\r\n"),
                LEAST.replace("\n", "\r"),
                "%YAML 1.1\n---\n" + LEAST,
                "%YAML 1.2\n--- # the one\n" + LEAST + "...\n",
                LEAST + "---\nname: another\n",
                LEAST + "---\n}",
                LEAST.replace(": ", ":\t") + "\t\n# end\n",
                LEAST.replace("sayhi\n", "sayhi\t# a tab before\n"),
                "{\n\tserver: {address: '127.0.0.1:50051'},\n\tfunctions: [{name: sayhi, handler: sayhi.handler,"
                        + " codedir: code}]\n}",
                LEAST.replace("name: sayhi", "name: !!str sayhi").replace("server:\n", "server: !!map\n"),
                LEAST.replace("name: sayhi", "? name\n    : >-\n      sayhi"),
                LEAST.replace("server:\n", "name: &n first\nname: funclet\nother: &n x\nserver:\n"),
                "server: {address: 'x:1', timeout: 30s}\n" + LEAST,
                shared + LEAST);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void whatTheCallersReadersAccept_isRead(String yaml) throws Exception {
        RuntimeConfig expected = read(LEAST);
        RuntimeConfig config = read(yaml);

        assertEquals(expected.name(), config.name());
        assertEquals(expected.server(), config.server());
        assertEquals(expected.functions(), config.functions());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void byteOrderMark_tellsTheEncoding(String charset) throws Exception {
        here.file("etc/baetyl/service.yml", "");
        Files.write(
                directory.resolve("etc/baetyl/service.yml"),
                ("\uFEFFname: näme\n" + LEAST).getBytes(Charset.forName(charset)));

        assertEquals("näme", here.load(Map.of()).name());
    }

    @Test
    void furtherDocuments_areWarnedOf() throws Exception {
        assertEquals(
                List.of("etc/baetyl/service.yml: has more than one YAML document; the first one counts"),
                read(LEAST + "---\nname: another\n").warnings());
    }

    @Test
    void twoMapsOfOneKey_countTogether_asInGo() throws Exception {
        RuntimeConfig config = read("server: {timeout: 5s, message: {length: {max: 1m}}, workers: {max: 3}}\n" + LEAST
                + "server: {workers: {max: 4}}\n");

        assertEquals("127.0.0.1", config.server().address().host());
        assertEquals(5, config.server().timeout().toSeconds());
        assertEquals(1 << 20, config.server().maxMessageBytes());
        assertEquals(4, config.server().maxWorkers().orElseThrow());
        assertEquals(
                List.of(
                        "etc/baetyl/service.yml: line 2: server: stands twice in one map, before in line 1; the last one"
                                + " counts",
                        "etc/baetyl/service.yml: line 8: server: stands twice in one map, before in line 2; the last one"
                                + " counts"),
                config.warnings());
    }

    @ParameterizedTest
    @CsvSource({"yes, true", "On, true", "TRUE, true", "y, true", "no, false", "OFF, false", "N, false"})
    void booleans_areThoseOfYamls11(String word, boolean expected) throws Exception {
        assertEquals(
                expected,
                read(LEAST + "logger: {console: " + word + "}\n").logger().console());
    }

    @Test
    void textsThatLookLikeNumbers_stayAsTheyAreWritten() throws Exception {
        RuntimeConfig config = read(LEAST.replace("name: sayhi", "name: 010")
                + "    env: {A: 0x10, B: yes, C: 1:30, D: 2001-01-01, E: ~, 5: 1_0, F: 1.50}\n");

        FunctionConfig function = config.functions().get(0);
        assertEquals("010", function.name());
        assertEquals(
                Map.of("A", "0x10", "B", "yes", "C", "1:30", "D", "2001-01-01", "E", "", "5", "1_0", "F", "1.50"),
                function.env());
    }

    @Test
    void tagOfANumber_countsMoreThanItsQuotes() throws Exception {
        assertEquals(
                5,
                read(LEAST + "logger: {backup: {max: !!int \"5\"}}\n").logger().maxBackups());
    }

    @Test
    void explicitKey_goesBeforeAMergedOne_whereverItStands() throws Exception {
        RuntimeConfig config = read(LEAST.replace("- name", "- &first\n    name")
                + "  - {name: other, <<: *first}\n  - {<<: [{name: third, handler: h}, *first]}\n");

        assertEquals(
                List.of("sayhi sayhi.handler", "other sayhi.handler", "third h"),
                config.functions().stream()
                        .map(it -> it.name() + " " + it.handler())
                        .toList());
    }
}
