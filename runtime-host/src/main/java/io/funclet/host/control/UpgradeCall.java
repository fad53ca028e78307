package io.funclet.host.control;

import com.google.protobuf.Duration;
import io.funclet.host.upgrade.Upgrade;
import io.funclet.host.upgrade.UpgradeException;
import io.funclet.host.upgrade.UpgradePlan;
import io.funclet.host.upgrade.UpgradeStep;
import io.funclet.host.upgrade.UpgradedRuntime;
import io.funclet.proto.control.v1.UpgradeProgress;
import io.funclet.proto.control.v1.UpgradeRequest;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** An upgrade that an operator has asked for, on a thread of its own. The end of the call gives it up, unless it is done. */
final class UpgradeCall implements Runnable {

    private final ServerCallStreamObserver<UpgradeProgress> response;
    private final Upgrade upgrade;

    private boolean ended;

    private UpgradeCall(UpgradedRuntime runtime, UpgradePlan plan, ServerCallStreamObserver<UpgradeProgress> response) {
        this.response = response;
        this.upgrade = new Upgrade(runtime, plan, this::reached);
    }

    /** Begins it. On the thread of the call. */
    static void begin(UpgradedRuntime runtime, UpgradeRequest request, StreamObserver<UpgradeProgress> response) {
        UpgradePlan plan;
        try {
            plan = new UpgradePlan(Path.of(request.getHome()), of(request.getStartTimeout()), of(request.getTrial()));
        } catch (InvalidPathException | ArithmeticException invalid) {
            response.onError(Status.INVALID_ARGUMENT
                    .withDescription(invalid.getMessage())
                    .asRuntimeException());
            return;
        }
        UpgradeCall call = new UpgradeCall(runtime, plan, (ServerCallStreamObserver<UpgradeProgress>) response);
        call.response.setOnCancelHandler(() -> call.upgrade.cancel("the command that has asked for it has ended"));
        Thread thread = new Thread(call, "upgrade");
        thread.setDaemon(true);
        thread.start();
    }

    private static java.time.Duration of(Duration duration) {
        return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }

    @Override
    public void run() {
        try {
            upgrade.run();
        } catch (UpgradeException failed) {
            fail(failed.getMessage());
        } catch (InterruptedException | RuntimeException | Error failure) {
            fail(failure.toString());
        }
    }

    private void fail(String reason) {
        if (!ended && !response.isCancelled()) {
            response.onError(Status.ABORTED.withDescription(reason).asRuntimeException());
        }
    }

    private void reached(UpgradeStep step, long process) {
        if (response.isCancelled()) {
            return;
        }
        response.onNext(UpgradeProgress.newBuilder()
                .setStep(UpgradeProgress.Step.valueOf(step.name()))
                .setPid(process)
                .build());
        // This process ends after that.
        if (step == UpgradeStep.DONE) {
            ended = true;
            response.onCompleted();
        }
    }
}
