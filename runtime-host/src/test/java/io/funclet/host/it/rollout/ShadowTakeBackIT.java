package io.funclet.host.it.rollout;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Updates that fare badly with the copies of calls that they get: the old version goes on, and no caller notices. */
@Embedded
@BeginsFirst
class ShadowTakeBackIT {

    private static final String RELEASE = "it.shadow.release";

    @RegisterExtension
    static final RuntimeExtension site = ShadowedFunctions.site(Map.of(
            "fails", "{shadow: 100%, observe: 60s}",
            "hangs", "{shadow: 100%, observe: 60s}",
            "slow", "{shadow: 100%, observe: 20s}",
            "stuck", "{shadow: 100%, observe: 6s}",
            "strict", "{shadow: 100%, observe: 2s, different: 0%}"));

    private static void assertTakenBackUnnoticed(String name, String first, String... reason) throws Exception {
        try (RolloutLoad load = RolloutLoad.on(site, name).serving("1.0.0")) {
            load.put("1.0.1", first);
            site.awaitLine("updated ", name + "/fn.jar (it." + name + " 1.0.1");
            String[] texts = new String[reason.length + 2];
            texts[0] = "rejected " + name + "/fn.jar (it." + name + " 1.0.1)";
            texts[1] = "was taken back";
            System.arraycopy(reason, 0, texts, 2, reason.length);
            site.awaitLine(texts);
            load.traffic().awaitResponses(25);
            load.endAfter("1.0.0");
        }
    }

    @Test
    void versionWhoseCopiesFail_isTakenBack_andNoCallerHasNoticed() throws Exception {
        assertTakenBackUnnoticed("fails", RolloutLoad.FAILS, "of its calls fail");
    }

    @Test
    void versionWhoseCopiesAreSlow_isTakenBack_andNoCallerHasNoticed() throws Exception {
        assertTakenBackUnnoticed("slow", "Thread.sleep(300);", "of its calls take more than");
    }

    @Test
    void versionWhoseCopiesHang_isTakenBack_andNoCallerHasNoticed() throws Exception {
        assertTakenBackUnnoticed("hangs", "new java.util.concurrent.CountDownLatch(1).await();", "of its calls fail");
    }

    @Test
    void versionWhoseCopiesIgnoreInterruption_isTakenBack_andNoCallerHasNoticed() throws Exception {
        try {
            assertTakenBackUnnoticed("stuck", """
                    while (!Boolean.getBoolean("it.shadow.release")) {
                        try {
                            new java.util.concurrent.CountDownLatch(1).await(10, java.util.concurrent.TimeUnit.MILLISECONDS);
                        } catch (InterruptedException ignored) {
                            Thread.interrupted();
                        }
                    }
                    """, "a copy of a call does not end");
        } finally {
            System.setProperty(RELEASE, "true");
        }
    }

    @Test
    void versionWhoseRepliesDifferTooOften_isTakenBack_ifTheOperatorSaysSo() throws Exception {
        assertTakenBackUnnoticed("strict", "", "copies of calls have another reply", "update.different allows 0%");
    }
}
