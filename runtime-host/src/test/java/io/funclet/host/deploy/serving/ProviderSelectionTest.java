package io.funclet.host.deploy.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.permit.EventLoopUse;
import io.funclet.host.config.RequestedLimits;
import io.funclet.host.deploy.jar.BundleIdentity;
import io.funclet.host.deploy.jar.StagedJar;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class ProviderSelectionTest {

    private final ProviderSelection selection = ProviderSelection.of("f");
    private long serviceId;

    /** What a jar offers; becomes a candidate when it arrives, which is when a service gets its number. */
    private record Offer(String file, String bundle, String version, long modified, int ranking) {}

    @Test
    void nobody_winsAnEmptyContest() {
        assertTrue(selection.isEmpty());
        assertFalse(selection.decide(true));
        assertNull(selection.winner());
    }

    @Test
    void theOnlyCandidate_wins() {
        FunctionProvider only = arrive(new Offer("a.jar", "a", "1.0.0", 1, -5));

        assertTrue(selection.decide(true));
        assertSame(only, selection.winner());
        assertFalse(selection.decide(true), "nothing has changed");
        selection.remove(only);
        assertTrue(selection.decide(true));
        assertNull(selection.winner());
        assertTrue(selection.isEmpty());
    }

    @Test
    void ofOneBundle_theHighestVersionWins() {
        settled(new Offer("a-2.jar", "a", "2.0.0", 1, 0));
        settled(new Offer("a-10.jar", "a", "10.0.0", 0, 0));
        assertWinner("a-10.jar");

        settled(new Offer("a-9.jar", "a", "9.9.9", 9, 0));
        assertWinner("a-10.jar");
    }

    @Test
    void ofEqualVersions_theNewestFileWins() {
        settled(new Offer("a.jar", "a", "1.0.0", 5, 0));
        settled(new Offer("b.jar", "a", "1.0.0", 6, 0));
        assertWinner("b.jar");

        settled(new Offer("c.jar", "a", "1.0.0", 4, 0));
        assertWinner("b.jar");
    }

    @Test
    void ranking_comesBeforeTheVersion() {
        settled(new Offer("new.jar", "a", "2.0.0", 2, 0));
        settled(new Offer("old.jar", "a", "1.0.0", 1, 1));

        assertWinner("old.jar");
    }

    @Test
    void bundleThatServes_keepsTheNameAgainstAnEqual() {
        settled(new Offer("z.jar", "z", "1.0.0", 1, 0));
        settled(new Offer("a.jar", "a", "9.0.0", 9, 0));

        assertWinner("z.jar");
    }

    @Test
    void bundleThatServes_keepsTheNameWhenItIsUpdated() {
        FunctionProvider first = settled(new Offer("z.jar", "z", "1.0.0", 1, 0));
        settled(new Offer("a.jar", "a", "1.0.0", 1, 0));

        arrive(new Offer("z2.jar", "z", "2.0.0", 2, 0));
        selection.remove(first);
        selection.decide(true);

        assertWinner("z2.jar");
    }

    @Test
    void higherRanking_takesTheNameOver() {
        settled(new Offer("a.jar", "a", "1.0.0", 1, 0));
        settled(new Offer("b.jar", "b", "1.0.0", 1, 1));

        assertWinner("b.jar");
    }

    @Test
    void nameThatIsFree_goesToTheOther() {
        FunctionProvider first = settled(new Offer("b.jar", "b", "1.0.0", 1, 0));
        settled(new Offer("a.jar", "a", "1.0.0", 1, 0));

        selection.remove(first);

        assertTrue(selection.decide(true));
        assertWinner("a.jar");
    }

    @Test
    void fallenFavourite_doesNotGetTheNameBackByItself() {
        FunctionProvider strong = settled(new Offer("b.jar", "b", "1.0.0", 1, 7));
        settled(new Offer("a.jar", "a", "1.0.0", 1, 0));
        selection.remove(strong);
        selection.decide(true);

        settled(new Offer("b.jar", "b", "1.0.0", 2, 0));

        assertWinner("a.jar");
    }

    @Test
    void whileNoneServes_theOutcomeDoesNotDependOnWhoCameFirst() {
        assertSameWinnerInAnyOrder(
                "b.jar",
                new Offer("c.jar", "c", "1.0.0", 1, 0),
                new Offer("b.jar", "b", "1.0.0", 1, 0),
                new Offer("e.jar", "b", "0.9.0", 9, 0),
                new Offer("d.jar", "d", "3.0.0", 3, 0));
        assertSameWinnerInAnyOrder(
                "d.jar",
                new Offer("c.jar", "c", "1.0.0", 1, 0),
                new Offer("b.jar", "b", "1.0.0", 1, 0),
                new Offer("d.jar", "d", "1.0.0", 1, 1),
                new Offer("a.jar", "d", "2.0.0", 2, 0));
    }

    @Test
    void copiesOfOneBundle_areToldApartByFileNameAndNotByWhoCameFirst() {
        assertSameWinnerInAnyOrder(
                "a.jar",
                new Offer("b.jar", "x", "1.0.0", 1, 0),
                new Offer("a.jar", "x", "1.0.0", 1, 0),
                new Offer("c.jar", "x", "1.0.0", 1, 0));
    }

    @Test
    void otherFunctionsAndOtherVersionsThanThePinAsksFor_takeNoPart() {
        ProviderSelection pinned = ProviderSelection.of("f@[1.0,2.0)");
        ProviderSelection another = ProviderSelection.of("g");
        FunctionProvider second = candidate(new Offer("b.jar", "a", "2.0.0", 1, 9));
        FunctionProvider first = candidate(new Offer("a.jar", "a", "1.9.0", 1, 0));

        assertFalse(pinned.add(second));
        assertTrue(pinned.add(first));
        assertFalse(another.add(first));
        assertFalse(pinned.remove(second));

        assertTrue(pinned.decide(true));
        assertSame(first, pinned.winner());
        assertTrue(another.isEmpty());
    }

    @Test
    void onlyWhoTakesPartWithoutWinning_hasLostTheContest() {
        FunctionProvider winner = settled(new Offer("a.jar", "a", "1.0.0", 1, 0));
        FunctionProvider loser = settled(new Offer("b.jar", "b", "1.0.0", 1, 0));

        assertTrue(selection.isLostBy(loser));
        assertFalse(selection.isLostBy(winner));
        selection.remove(loser);
        assertFalse(selection.isLostBy(loser));
    }

    private void assertSameWinnerInAnyOrder(String winner, Offer... offers) {
        permute(new ArrayList<>(List.of(offers)), 0, order -> {
            ProviderSelection fresh = ProviderSelection.of("f");
            for (Offer offer : order) {
                fresh.add(candidate(offer));
                fresh.decide(false);
            }
            assertEquals(winner, fileOf(fresh.winner()), () -> order.toString());
        });
    }

    private static void permute(List<Offer> offers, int fixed, Consumer<List<Offer>> each) {
        if (fixed == offers.size()) {
            each.accept(offers);
        }
        for (int i = fixed; i < offers.size(); i++) {
            Collections.swap(offers, fixed, i);
            permute(offers, fixed + 1, each);
            Collections.swap(offers, fixed, i);
        }
    }

    private FunctionProvider settled(Offer offer) {
        FunctionProvider provider = arrive(offer);
        selection.decide(true);
        return provider;
    }

    private FunctionProvider arrive(Offer offer) {
        FunctionProvider provider = candidate(offer);
        selection.add(provider);
        return provider;
    }

    /** Of a jar that is in no framework: the contest asks it only what was staged. */
    private FunctionProvider candidate(Offer offer) {
        StagedJar staged = new StagedJar(
                Path.of("/code", offer.file()),
                offer.file(),
                Path.of("/work", offer.file()),
                FileTime.fromMillis(offer.modified()),
                0,
                new BundleIdentity(offer.bundle(), Version.parseVersion(offer.version()), null, false, ""),
                List.of(),
                null,
                false,
                null,
                List.of());
        FunctionVersion version = new FunctionVersion(
                (event, context) -> event, null, offer.version(), EventLoopUse.NEVER, RequestedLimits.NONE);
        return new FunctionProvider("f", staged, offer.ranking(), ++serviceId, version);
    }

    private void assertWinner(String file) {
        assertEquals(file, fileOf(selection.winner()));
    }

    private static String fileOf(FunctionProvider provider) {
        return provider.jar().fileName();
    }
}
