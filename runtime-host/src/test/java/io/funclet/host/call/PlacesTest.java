package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private final Queue<Runnable> called = new ArrayDeque<>();

    private Places places(WorkerBudget budget, int concurrency, int queue) {
        Places places = new Places(budget, new CallLimits(Duration.ofSeconds(1), concurrency, queue), () -> {});
        budget.join(places);
        return places;
    }

    private WorkerBudget workers(int number) {
        return new WorkerBudget(number, called::add, null);
    }

    private static void start(Places places, int calls) {
        for (int i = 0; i < calls; i++) {
            assertTrue(places.enter());
            assertTrue(places.start());
        }
    }

    @Test
    void callsEnter_asManyAsMayRunAndWait() {
        Places places = places(workers(8), 2, 3);
        for (int i = 0; i < 5; i++) {
            assertTrue(places.enter());
        }

        assertFalse(places.enter());
        places.exit();
        assertTrue(places.enter());
        assertEquals(5, places.waiting());
    }

    @Test
    void callsStart_asManyAsTheConcurrencyAllows() {
        Places places = places(workers(8), 2, 3);
        start(places, 2);
        assertTrue(places.enter());

        assertFalse(places.start());
        assertTrue(places.leave());
        assertTrue(places.start());
        assertEquals(2, places.running());
    }

    @Test
    void halfOfTheWorkers_belongToTheFunctions_andTheRestIsLent() {
        WorkerBudget budget = workers(8);
        Places hog = places(budget, 8, 100);
        Places other = places(budget, 8, 100);
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
        WorkerBudget budget = workers(8);
        Places small = places(budget, 1, 1);
        Places other = places(budget, 8, 1);

        assertEquals(1, small.limits().concurrency());
        assertEquals(7, other.limits().concurrency());
    }

    @Test
    void functionThatGoes_leavesItsPartToTheOthers() {
        WorkerBudget budget = workers(8);
        Places goes = places(budget, 8, 1);
        Places stays = places(budget, 8, 1);

        budget.part(goes);

        assertEquals(8, stays.limits().concurrency());
    }

    @Test
    void singleWorker_runsOneCallOfEachFunction_inTurn() {
        WorkerBudget budget = workers(1);
        for (Places each : List.of(places(budget, 1, 1), places(budget, 1, 1), places(budget, 1, 1))) {
            start(each, 1);
            each.enter();
            assertFalse(each.start());
        }
    }

    @Test
    void manyFunctions_areNotHeldToOneCallEach() {
        WorkerBudget budget = workers(64);
        Places last = null;
        for (int i = 0; i < 200; i++) {
            last = places(budget, 64, 1);
        }
        assertEquals(32, last.limits().concurrency());
    }

    @Test
    void workersThatAreNotFixed_becomeSoManyThatAllFunctionsButOneCannotTakeFromIt() {
        AtomicInteger most = new AtomicInteger();
        WorkerBudget budget = new WorkerBudget(8, called::add, most::set);
        List<Places> hogs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            hogs.add(places(budget, 8, 100));
        }
        Places well = places(budget, 8, 100);
        assertEquals(21 + 4, most.get());
        assertEquals(5, well.limits().concurrency());

        int running = 0;
        for (Places hog : hogs) {
            while (hog.enter() && hog.start()) {
                running++;
            }
        }
        start(well, 1);

        assertEquals(most.get(), running + 1);
        for (Places hog : hogs) {
            budget.part(hog);
        }
        assertEquals(8, most.get());
    }

    @Test
    void firstInLine_isCalledWhenWhatIsLentComesBack() {
        WorkerBudget budget = workers(4);
        Places hog = places(budget, 4, 10);
        Places other = places(budget, 4, 10);
        start(hog, 3);
        start(other, 1);
        other.enter();
        other.line(true);
        assertFalse(other.startFirst());
        assertTrue(called.isEmpty());

        hog.leave();

        assertEquals(1, called.size());
        assertTrue(other.startFirst());
    }

    @Test
    void borrowedWorker_goesInTurn_notToTheOwnLine() {
        WorkerBudget budget = workers(4);
        Places hog = places(budget, 4, 10);
        Places other = places(budget, 4, 10);
        start(hog, 3);
        hog.enter();
        hog.line(true);
        start(other, 1);
        other.enter();
        other.line(true);
        assertFalse(other.startFirst());

        assertFalse(hog.leave(), "passes by the line");
        assertFalse(hog.handOver());
        hog.leaveAnyway();

        assertEquals(1, called.size());
        assertTrue(other.startFirst());
    }

    @Test
    void borrowedWorker_staysWithTheOwnLine_ifNobodyElseAsks() {
        WorkerBudget budget = workers(4);
        Places hog = places(budget, 4, 10);
        places(budget, 4, 10);
        start(hog, 3);
        hog.enter();
        hog.line(true);
        assertFalse(hog.startFirst());

        assertTrue(hog.handOver());
        assertEquals(3, hog.inside());
    }

    @Test
    void callOnAnEventLoop_countsAsRunning_butTakesNoWorker_norGivesOneBack() {
        WorkerBudget budget = workers(4);
        Places mixed = places(budget, 3, 10);
        Places other = places(budget, 4, 10);
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
        WorkerBudget budget = workers(4);
        Places hog = places(budget, 2, 10);
        Places other = places(budget, 4, 10);
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
