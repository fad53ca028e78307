package io.funclet.host.deploy.rollout;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.policy.UpdatePolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an observation ends. */
class ObservationTest {

    @Test
    void decisionOfAnOperator_counts_alsoIfTheTimeIsOverJustThen() {
        Observation observation =
                new Observation(new UpdatePolicy(Duration.ofNanos(1), UpdatePolicy.ALL, ""), List.of());
        observation.end(false, "was rolled back, as was asked for");

        assertTrue(observation.look());

        assertTrue(
                observation.verdict().isWorse() && observation.verdict().isAskedFor(), observation.verdict()::reason);
    }
}
