package io.funclet.host.call.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.model.CallFailure;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FunctionStatisticsTest {

    private final FunctionStatistics ledger = new FunctionStatistics();

    private void call(String version) {
        ledger.of(version).ended(Protocol.BAETYL_FAAS, null, 1000);
    }

    private List<String> versions() {
        return ledger.versions().stream().map(VersionStatus::version).toList();
    }

    private Map<String, Long> calls() {
        return ledger.versions().stream().collect(Collectors.toMap(VersionStatus::version, VersionStatus::calls));
    }

    private long total() {
        return CallCounts.sum(ledger.total().answered());
    }

    @Test
    void eachVersion_hasItsOwnCalls_theNewestFirst() {
        String old = "1.0.0";
        String next = "1.1.0";
        ledger.open(old);
        call(old);
        ledger.open(next);
        call(next);
        call(next);
        call(old);

        assertEquals(List.of("1.1.0", "1.0.0"), versions());
        assertEquals(Map.of("1.1.0", 2L, "1.0.0", 2L), calls());
        assertEquals(4, total());
    }

    @Test
    void versionThatComesBack_goesOnCounting() {
        ledger.open("1.0.0");
        call("1.0.0");
        ledger.open("2.0.0");
        ledger.open("1.0.0");
        call("1.0.0");

        assertEquals(List.of("1.0.0", "2.0.0"), versions());
        assertEquals(Map.of("1.0.0", 2L, "2.0.0", 0L), calls());
    }

    @Test
    void manyVersions_leaveFewSeries_andNoCallUncounted() {
        String first = "0.0.0";
        ledger.open(first);
        for (int i = 1; i <= 10_000; i++) {
            String version = i + ".0.0";
            ledger.open(version);
            call(version);
            assertEquals(i, total(), "never less than before");
        }
        call(first);

        assertEquals(FunctionStatistics.MOST_VERSIONS, versions().size());
        assertEquals("10000.0.0", versions().get(0));
        assertEquals(10_001, total());
        assertEquals(10_001, ledger.total().latency().count());
    }

    @Test
    void callThatRanOnNoVersion_countsForTheFunction() {
        ledger.open("1.0.0");
        ledger.of(null).rejected(Protocol.BAETYL_FAAS, CallFailure.OVERLOADED);

        assertEquals(Map.of("1.0.0", 0L), calls());
        assertEquals(
                Map.of(Protocol.BAETYL_FAAS, Map.of(CallFailure.OVERLOADED, 1L)),
                ledger.total().failed());
    }
}
