package io.funclet.host.call.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.call.model.EffectiveLimits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BulkheadTest {

    private final Queue<Runnable> called = new ArrayDeque<>();

    private Bulkhead places(WorkerQuota budget, int concurrency, int queue) {
        Bulkhead bulkhead =
                new Bulkhead(budget, new EffectiveLimits(Duration.ofSeconds(1), concurrency, queue), () -> {});
        budget.join(bulkhead);
        return bulkhead;
    }

    private WorkerQuota workers(int number) {
        return new WorkerQuota(number, called::add, null);
    }

    private static void start(Bulkhead bulkhead, int calls) {
        for (int i = 0; i < calls; i++) {
            assertTrue(bulkhead.enter());
            assertTrue(bulkhead.start());
        }
    }

    @Test
    void callsEnter_asManyAsMayRunAndWait() {
        Bulkhead bulkhead = places(workers(8), 2, 3);
        for (int i = 0; i < 5; i++) {
            assertTrue(bulkhead.enter());
        }

        assertFalse(bulkhead.enter());
        bulkhead.exit();
        assertTrue(bulkhead.enter());
        assertEquals(5, bulkhead.waiting());
    }

    @Test
    void callsStart_asManyAsTheConcurrencyAllows() {
        Bulkhead bulkhead = places(workers(8), 2, 3);
        start(bulkhead, 2);
        assertTrue(bulkhead.enter());

        assertFalse(bulkhead.start());
        assertTrue(bulkhead.leave());
        assertTrue(bulkhead.start());
        assertEquals(2, bulkhead.running());
    }

    @Test
    void halfOfTheWorkers_belongToTheFunctions_andTheRestIsLent() {
        WorkerQuota budget = workers(8);
        Bulkhead hog = places(budget, 8, 100);
        Bulkhead other = places(budget, 8, 100);
        assertEquals(6, hog.limits().concurrency());
        start(hog, 6);
        hog.enter();
        assertFalse(hog.start());

        start(other, 2);
        other.enter();
        assertFalse(other.start());
        assertTrue(hog.leave());
        assertTrue(other.start());
    }

    @Test
    void functionThatMayRunLittle_leavesTheOthersWhatItDoesNotNeed() {
        WorkerQuota budget = workers(8);
        Bulkhead small = places(budget, 1, 1);
        Bulkhead other = places(budget, 8, 1);

        assertEquals(1, small.limits().concurrency());
        assertEquals(7, other.limits().concurrency());
    }

    @Test
    void functionThatGoes_leavesItsPartToTheOthers() {
        WorkerQuota budget = workers(8);
        Bulkhead goes = places(budget, 8, 1);
        Bulkhead stays = places(budget, 8, 1);

        budget.part(goes);

        assertEquals(8, stays.limits().concurrency());
    }

    @Test
    void singleWorker_runsOneCallOfEachFunction_inTurn() {
        WorkerQuota budget = workers(1);
        for (Bulkhead each : List.of(places(budget, 1, 1), places(budget, 1, 1), places(budget, 1, 1))) {
            start(each, 1);
            each.enter();
            assertFalse(each.start());
        }
    }

    @Test
    void manyFunctions_areNotHeldToOneCallEach() {
        WorkerQuota budget = workers(64);
        Bulkhead last = null;
        for (int i = 0; i < 200; i++) {
            last = places(budget, 64, 1);
        }
        assertEquals(32, last.limits().concurrency());
    }

    @Test
    void workersThatAreNotFixed_becomeSoManyThatAllFunctionsButOneCannotTakeFromIt() {
        AtomicInteger most = new AtomicInteger();
        WorkerQuota budget = new WorkerQuota(8, called::add, most::set);
        List<Bulkhead> hogs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            hogs.add(places(budget, 8, 100));
        }
        Bulkhead well = places(budget, 8, 100);
        assertEquals(21 + 4, most.get());
        assertEquals(5, well.limits().concurrency());

        int running = 0;
        for (Bulkhead hog : hogs) {
            while (hog.enter() && hog.start()) {
                running++;
            }
        }
        start(well, 1);

        assertEquals(most.get(), running + 1);
        for (Bulkhead hog : hogs) {
            budget.part(hog);
        }
        assertEquals(8, most.get());
    }

    @Test
    void firstInLine_isCalledWhenWhatIsLentComesBack() {
        WorkerQuota budget = workers(4);
        Bulkhead hog = places(budget, 4, 10);
        Bulkhead other = places(budget, 4, 10);
        start(hog, 3);
        start(other, 1);
        other.enter();
        other.setWaiting(true);
        assertFalse(other.startFirst());
        assertTrue(called.isEmpty());

        hog.leave();

        assertEquals(1, called.size());
        assertTrue(other.startFirst());
    }

    @Test
    void borrowedWorker_goesInTurn_notToTheOwnLine() {
        WorkerQuota budget = workers(4);
        Bulkhead hog = places(budget, 4, 10);
        Bulkhead other = places(budget, 4, 10);
        start(hog, 3);
        hog.enter();
        hog.setWaiting(true);
        start(other, 1);
        other.enter();
        other.setWaiting(true);
        assertFalse(other.startFirst());

        assertFalse(hog.leave(), "passes by the line");
        assertFalse(hog.handOver());
        hog.leaveAnyway();

        assertEquals(1, called.size());
        assertTrue(other.startFirst());
    }

    @Test
    void borrowedWorker_staysWithTheOwnLine_ifNobodyElseAsks() {
        WorkerQuota budget = workers(4);
        Bulkhead hog = places(budget, 4, 10);
        places(budget, 4, 10);
        start(hog, 3);
        hog.enter();
        hog.setWaiting(true);
        assertFalse(hog.startFirst());

        assertTrue(hog.handOver());
        assertEquals(3, hog.inside());
    }

    @Test
    void callOnAnEventLoop_countsAsRunning_butTakesNoWorker_norGivesOneBack() {
        WorkerQuota budget = workers(4);
        Bulkhead mixed = places(budget, 3, 10);
        Bulkhead other = places(budget, 4, 10);
        start(mixed, 2);
        mixed.enter();
        assertTrue(mixed.startOnLoop());
        mixed.enter();
        assertFalse(mixed.startOnLoop());

        mixed.leaveLoop(false);
        start(other, 2);
        other.enter();
        assertFalse(other.start());
    }

    @Test
    void lostCall_keepsItsPlace_andGivesBackTheWorkerThatIsReplaced() {
        WorkerQuota budget = workers(4);
        Bulkhead hog = places(budget, 2, 10);
        Bulkhead other = places(budget, 4, 10);
        start(hog, 2);
        start(other, 2);
        other.enter();
        assertFalse(other.start());

        hog.lose();

        assertTrue(other.start());
        hog.enter();
        assertFalse(hog.start());
        hog.leave();
        hog.leave();
        assertEquals(0, hog.running());
    }
}
