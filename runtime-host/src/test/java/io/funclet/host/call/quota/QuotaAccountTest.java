package io.funclet.host.call.quota;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.quota.QuotaConfig;
import io.funclet.host.config.quota.QuotaKind;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a tenant may use. */
class QuotaAccountTest {

    private static final int MUCH = 1 << 30;

    private static QuotaAccount account(Map<QuotaKind, Long> soft, Map<QuotaKind, Long> hard) {
        QuotaConfig config = new QuotaConfig(soft, hard, Duration.ofSeconds(1), OptionalInt.of(1));
        return new QuotaAccount("acme", "acme", true, config, (kind, owner) -> 0, () -> {});
    }

    private static QuotaRejection enter(QuotaAccount account) {
        return account.enter(System.nanoTime(), false);
    }

    @Test
    void softQuotaOfAllocations_isHard_whileMemoryIsScarce() {
        QuotaAccount account = account(Map.of(QuotaKind.ALLOCATION, 1000L), Map.of());
        account.charge(QuotaKind.ALLOCATION, MUCH);
        assertNull(enter(account));

        account.tighten(true);
        String reason = enter(account).reason();
        assertTrue(
                reason.startsWith(
                        "tenant acme is over its soft quota of 1000 allocated bytes a second, and memory is scarce;"
                                + " try again in "),
                reason);
        assertTrue(!account.isSuspended());

        account.tighten(false);
        assertNull(enter(account));
    }

    @Test
    void callsOfATenantThatLogsTooMuch_goOn() {
        QuotaAccount account = account(Map.of(), Map.of(QuotaKind.LOG, 1000L));
        assertTrue(account.mayLog(System.nanoTime()));
        account.charge(QuotaKind.LOG, MUCH);

        assertTrue(!account.mayLog(System.nanoTime()));
        assertNull(enter(account));
        assertTrue(!account.isSuspended());
    }
}
