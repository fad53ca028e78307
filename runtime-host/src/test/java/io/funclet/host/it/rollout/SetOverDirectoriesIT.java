package io.funclet.host.it.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A set over two directories goes back in both while its functions are called. */
@Embedded
class SetOverDirectoriesIT {

    private static final String SET = "gateway.set.jar";

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of("west", "east", "north", "south").environment("FUNCLET_UPDATE_OBSERVE", "60s");

    private static Said run(String command, String subject) throws Exception {
        Said said = site.operator().run(command, subject);
        assertEquals(0, said.status(), said::toString);
        return said;
    }

    /** Puts a version of two functions there, each in its directory; {@code first} is that of the second one. */
    private static void put(RolloutLoad one, RolloutLoad two, String version, String first) throws Exception {
        SetFile.put(
                site,
                SET,
                Map.of(
                        one.directory().getFileName() + "/fn.jar",
                        one.version(version, "").build(),
                        two.directory().getFileName() + "/fn.jar",
                        two.version(version, first).build()));
    }

    /** Waits until the set goes back in both directories, and stays so. */
    private static void awaitBack(RolloutLoad one, RolloutLoad two, String version) throws Exception {
        RolloutLoad.awaitAll(version, one, two);
        site.awaitScanOf(one.directory());
        site.awaitScanOf(two.directory());
        RolloutLoad.awaitAll(version, one, two);
    }

    @Test
    void setIsTakenBackInBoth_ifAFunctionOfOneFails_andARollbackConfirmsThat() throws Exception {
        try (RolloutLoad west = RolloutLoad.on(site, "west");
                RolloutLoad east = RolloutLoad.on(site, "east")) {
            put(west, east, "1.0.0", "");
            west.begin("1.0.0");
            east.begin("1.0.0");
            put(west, east, "1.0.1", "");
            RolloutLoad.awaitAll("1.0.1", west, east);
            run("promote", "east");

            put(west, east, "1.0.2", RolloutLoad.FAILS);

            west.traffic().awaitFirst("1.0.2");
            site.awaitLine("rejected east/fn.jar (it.east 1.0.2)", "was taken back after");
            awaitBack(west, east, "1.0.1");
            // An operator may have seen the set that is gone, and may want no more than that.
            Said confirmed = run("rollback", "west");
            RolloutLoad.awaitAll("1.0.1", west, east);
            assertTrue(confirmed.names("serves already", "was taken back after"), confirmed::toString);
            run("rollback", "west");
            awaitBack(west, east, "1.0.0");
            west.endAfter("1.0.0", "1.0.1", "1.0.2", "1.0.1", "1.0.0");
            east.endAfter("1.0.0", "1.0.1", RolloutLoad.FAILED, "1.0.1", "1.0.0");
        }
    }

    @Test
    void setIsRolledBackInBoth_whileItIsCompared_andAfterwards() throws Exception {
        try (RolloutLoad north = RolloutLoad.on(site, "north");
                RolloutLoad south = RolloutLoad.on(site, "south")) {
            put(north, south, "1.0.0", "");
            north.begin("1.0.0");
            south.begin("1.0.0");
            put(north, south, "1.0.1", "");
            RolloutLoad.awaitAll("1.0.1", north, south);

            run("rollback", "north");

            awaitBack(north, south, "1.0.0");
            put(north, south, "1.0.2", "");
            RolloutLoad.awaitAll("1.0.2", north, south);
            run("promote", "north");
            run("rollback", "south/" + SET);
            awaitBack(north, south, "1.0.0");
            north.endAfter("1.0.0", "1.0.1", "1.0.0", "1.0.2", "1.0.0");
            south.endAfter("1.0.0", "1.0.1", "1.0.0", "1.0.2", "1.0.0");
        }
    }
}
