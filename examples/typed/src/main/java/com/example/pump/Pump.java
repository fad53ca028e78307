package com.example.pump;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionName;
import io.funclet.api.TypedFunction;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** {"type": "Start", "litres": 21.50} becomes {"state": "running", "litres": 21.50}. */
@Component
@FunctionName("pump")
public final class Pump implements TypedFunction<Pump.Command, Pump.State> {

    public sealed interface Command {}

    public record Start(BigDecimal litres, Optional<Duration> longest) implements Command {}

    public record Stop(String reason) implements Command {}

    public record State(String state, BigDecimal litres) {}

    @Override
    public State handle(Command command, CallContext context) {
        if (command instanceof Start start) {
            return new State(start.longest().map(time -> "running for " + time).orElse("running"), start.litres());
        }
        return new State("stopped: " + ((Stop) command).reason(), BigDecimal.ZERO);
    }
}
