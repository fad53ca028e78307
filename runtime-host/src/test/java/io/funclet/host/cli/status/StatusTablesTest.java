package io.funclet.host.cli.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.host.cli.terminal.TerminalText;
import io.funclet.proto.control.v1.Contender;
import io.funclet.proto.control.v1.DirectoryStatus;
import io.funclet.proto.control.v1.DrainingStatus;
import io.funclet.proto.control.v1.FileStatus;
import io.funclet.proto.control.v1.FunctionLimits;
import io.funclet.proto.control.v1.FunctionStatus;
import io.funclet.proto.control.v1.HandlerStatus;
import io.funclet.proto.control.v1.Outcome;
import io.funclet.proto.control.v1.StatusReply;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code funclet ps} makes of a status. */
class StatusTablesTest {

    private static final String LONG =
            "a-function-of-a-vendor-who-puts-the-whole-path-of-the-measuring-point-into-its-name";
    private static final String REASON =
            "imports package com.example.units [1.0.0,2.0.0), but com.example.units 2.1.0 exports version 2.1.0";

    private static FunctionStatus.Builder function(String name) {
        return FunctionStatus.newBuilder()
                .setName(name)
                .setVersion("1.2.0")
                .setCalls(123456)
                .setErrors(7)
                .setP50(millis(1))
                .setP99(millis(12))
                .setLimits(FunctionLimits.newBuilder()
                        .setTimeout(millis(2000))
                        .setConcurrency(16)
                        .setQueue(100));
    }

    private static FileStatus.Builder file(String name, String bundle) {
        return FileStatus.newBuilder()
                .setFile(name)
                .setBundle(bundle)
                .setVersion("1.2.0")
                .setState(FileStatus.State.SERVING)
                .setLast(Outcome.newBuilder()
                        .setKind(Outcome.Kind.UPDATED)
                        .setTook(millis(23))
                        .setAt(Timestamp.newBuilder().setSeconds(1_790_000_000)));
    }

    private static Duration millis(int millis) {
        return Duration.newBuilder()
                .setSeconds(millis / 1000)
                .setNanos(millis % 1000 * 1_000_000)
                .build();
    }

    private static List<String> lines(int columns, FunctionStatus... functions) {
        StatusReply.Builder status = StatusReply.newBuilder().setName("gate").setPid(4711);
        status.addAllFunctions(List.of(functions));
        return new StatusTables(status.build(), new Terminal(true, false, columns)).lines();
    }

    private static String row(FunctionStatus function) {
        return lines(Terminal.UNLIMITED, function).get(3);
    }

    /** Thirty functions in as many files, of which each third one has a name that is far too long, and is not taken. */
    private static StatusReply thirty() {
        StatusReply.Builder status = StatusReply.newBuilder().setName("gate").setPid(4711);
        DirectoryStatus.Builder directory = DirectoryStatus.newBuilder().setPath("/var/db/functions");
        for (int i = 0; i < 30; i++) {
            boolean isLong = i % 3 == 2;
            String name = (isLong ? LONG : i % 3 == 1 ? "温度计" : "f") + i;
            String jar = isLong ? "com.example.gateway." + name + ".jar" : name + ".jar";
            status.addFunctions(
                    isLong
                            ? function(name).clearVersion().setAbsence("waits: " + REASON)
                            : function(name).setRunning(i));
            FileStatus.Builder file = file(jar, isLong ? "com.example.gateway." + name : "com.example.f");
            if (isLong) {
                file.setState(FileStatus.State.WAITING)
                        .getLastBuilder()
                        .setKind(Outcome.Kind.WAITING)
                        .setReason(REASON);
            }
            directory.addFiles(file);
            directory.addHandlers(HandlerStatus.newBuilder()
                    .addNames(name)
                    .setServing(Contender.newBuilder().setFile(jar)));
        }
        return status.addDirectories(directory).build();
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100, 200})
    void noLine_isWiderThanTheTerminal_andNothingIsLost(int columns) {
        List<String> lines = new StatusTables(thirty(), new Terminal(true, false, columns)).lines();

        for (String line : lines) {
            assertTrue(TerminalText.width(line) <= columns, line);
        }
        String all = String.join("", lines).replace(" ", "");
        for (FunctionStatus function : thirty().getFunctionsList()) {
            assertTrue(
                    all.contains(function.getName()),
                    () -> function.getName() + " is not in\n" + String.join("\n", lines));
        }
        String reason = REASON.replace(" ", "");
        assertEquals(20, all.split(Pattern.quote(reason), -1).length - 1, () -> String.join("\n", lines));
    }

    @Test
    void elsewhere_eachFunctionAndEachFileHasOneLine() {
        List<String> lines = new StatusTables(thirty(), new Terminal(false, false, Terminal.UNLIMITED)).lines();

        assertEquals(2 + 31 + 2 + 31, lines.size(), () -> String.join("\n", lines));
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith(LONG + 29) && line.endsWith("waits: " + REASON)),
                () -> String.join("\n", lines));
    }

    @Test
    void runningAndWaiting_standAgainstTheirLimits_onceThereAreAny() {
        String busy = row(function("f").setRunning(3).setWaiting(12).build());
        assertTrue(busy.matches("f .* 3/16 +12/100 +-"), busy);
        String idle = row(function("f").build());
        assertTrue(idle.matches("f .* 0 +0 +-"), idle);
    }

    @Test
    void runtimeThatTellsNoLimits_hasNoneInItsTable() {
        String row = row(function("f")
                .clearLimits()
                .setRunning(3)
                .setRejected(5)
                .setTotalOvertime(1)
                .build());
        assertTrue(row.matches("f .* 3 +0 +- +5 rejected  1 overdue"), row);
    }

    @Test
    void rejectedAndOverdueCalls_areSaidInWords_whereThereAreAny() {
        String row = row(
                function("f").setRejected(5).setOvertime(2).setTotalOvertime(3).build());
        assertTrue(
                row.endsWith("  5 rejected (concurrency 16, queue 100)  3 overdue (timeout 2.0s), 2 still running"),
                row);
    }

    @Test
    void functionThatIsAbsent_saysWhy() {
        String row = row(function("f").clearVersion().setAbsence(REASON).build());
        assertTrue(row.matches("f +absent +123456 .*") && row.endsWith(REASON), row);
    }

    @Test
    void orders_ofVendorsToTheTerminal_areNotObeyed() {
        String order = "\u001b[2J\u009b31m\u202e\n";
        StatusReply status = StatusReply.newBuilder()
                .setName(order)
                .addFunctions(function(order).setVersion(order).setAbsence(order))
                .addDirectories(DirectoryStatus.newBuilder()
                        .setPath(order)
                        .addFiles(file(order, order).setVersion(order))
                        .addDraining(DrainingStatus.newBuilder().setFile(order).addUsedBy(order))
                        .addHandlers(HandlerStatus.newBuilder()
                                .addNames(order)
                                .setServing(Contender.newBuilder().setFile(order))))
                .build();
        for (String line : new StatusTables(status, new Terminal(true, false, 80)).lines()) {
            assertEquals(TerminalText.of(line), line);
        }
        String json = ProtobufJson.of(status);
        assertTrue(json.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f), json);
        assertTrue(json.contains("\\u001b[2J\\u009b31m\\u202e\\n"), json);
    }

    @Test
    void emptyDirectory_saysSo() {
        StatusReply status = StatusReply.newBuilder()
                .addDirectories(DirectoryStatus.newBuilder().setPath("code"))
                .build();
        List<String> lines = new StatusTables(status, new Terminal(true, false, 80)).lines();
        assertEquals(List.of("no function is served", "", "code", "no jar is in it"), lines.subList(2, 6));
        assertFalse(String.join("", lines).contains("FUNCTION"));
    }
}
