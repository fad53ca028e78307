package io.funclet.host.control;

import io.funclet.host.call.EndpointQuotas;
import io.funclet.host.call.quota.QuotaStatus;
import io.funclet.host.call.stat.MemoryStatus;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.TenantConfig;
import io.funclet.host.deploy.file.FileRequest.Order;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.upgrade.Upgrade;
import io.funclet.proto.control.v1.AbandonUpgradeReply;
import io.funclet.proto.control.v1.AbandonUpgradeRequest;
import io.funclet.proto.control.v1.AttemptReply;
import io.funclet.proto.control.v1.AttemptRequest;
import io.funclet.proto.control.v1.CanaryRequest;
import io.funclet.proto.control.v1.ControlGrpc;
import io.funclet.proto.control.v1.ExplainReply;
import io.funclet.proto.control.v1.ExplainRequest;
import io.funclet.proto.control.v1.HistoryReply;
import io.funclet.proto.control.v1.HistoryRequest;
import io.funclet.proto.control.v1.ReloadReply;
import io.funclet.proto.control.v1.ReloadRequest;
import io.funclet.proto.control.v1.ResumeReply;
import io.funclet.proto.control.v1.ResumeRequest;
import io.funclet.proto.control.v1.SetLogLevelReply;
import io.funclet.proto.control.v1.SetLogLevelRequest;
import io.funclet.proto.control.v1.StatusReply;
import io.funclet.proto.control.v1.StatusRequest;
import io.funclet.proto.control.v1.UpgradeProgress;
import io.funclet.proto.control.v1.UpgradeRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The service of {@code funclet_control.proto}. */
final class ControlService extends ControlGrpc.ControlImplBase {

    private final ControlView runtime;

    ControlService(ControlView runtime) {
        this.runtime = runtime;
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusReply> response) {
        StatusReply.Builder reply = StatusReply.newBuilder()
                .setName(runtime.name())
                .setAddress(runtime.address())
                .setPid(ProcessHandle.current().pid());
        ProcessHandle.current().info().startInstant().ifPresent(start -> reply.setStarted(ControlMessages.of(start)));
        Instant reloaded = runtime.configuration().lastReload();
        if (reloaded != null) {
            reply.setReloaded(ControlMessages.of(reloaded));
        }
        reply.setReloadFailed(runtime.configuration().isReloadFailed());
        runtime.functions().forEach(function -> reply.addFunctions(ControlMessages.of(function)));
        runtime.directories().forEach(directory -> reply.addDirectories(ControlMessages.of(directory)));
        runtime.quotas().forEach(quota -> reply.addQuotas(ControlMessages.of(quota)));
        MemoryStatus memory = runtime.memory();
        if (memory != null) {
            reply.setMemory(ControlMessages.of(memory));
        }
        response.onNext(reply.build());
        response.onCompleted();
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<ExplainReply> response) {
        List<Explanation> explanations = runtime.explain(request.getSubject());
        if (explanations.isEmpty()) {
            response.onError(new KnownSubjects(runtime).without(request.getSubject()));
            return;
        }
        ExplainReply.Builder reply = ExplainReply.newBuilder();
        explanations.forEach(explanation -> reply.addExplanations(ControlMessages.of(explanation)));
        response.onNext(reply.build());
        response.onCompleted();
    }

    @Override
    public void retry(AttemptRequest request, StreamObserver<AttemptReply> response) {
        respond(request.getSubject(), runtime.request(request.getSubject(), Order.TRY), response);
    }

    @Override
    public void restart(AttemptRequest request, StreamObserver<AttemptReply> response) {
        respond(request.getSubject(), runtime.request(request.getSubject(), Order.RESTART), response);
    }

    @Override
    public void rollback(AttemptRequest request, StreamObserver<AttemptReply> response) {
        respond(request.getSubject(), runtime.request(request.getSubject(), Order.ROLL_BACK), response);
    }

    @Override
    public void promote(AttemptRequest request, StreamObserver<AttemptReply> response) {
        respond(request.getSubject(), runtime.request(request.getSubject(), Order.PROMOTE), response);
    }

    @Override
    public void canary(CanaryRequest request, StreamObserver<AttemptReply> response) {
        int percent = request.getPercent();
        if (percent < 1 || percent > 100) {
            response.onError(Status.INVALID_ARGUMENT
                    .withDescription("the percentage is missing, or not from 1 to 100: " + percent)
                    .asRuntimeException());
            return;
        }
        List<CompletableFuture<Outcome>> shared = new ArrayList<>();
        runtime.share(request.getSubject(), percent, request.getShadow())
                .forEach(outcome -> shared.add(CompletableFuture.completedFuture(outcome)));
        respond(request.getSubject(), shared, response);
    }

    @Override
    public void history(HistoryRequest request, StreamObserver<HistoryReply> response) {
        HistoryReply.Builder reply = HistoryReply.newBuilder();
        runtime.history(request.getSubject()).forEach(change -> reply.addChanges(ControlMessages.of(change)));
        response.onNext(reply.build());
        response.onCompleted();
    }

    /** Responds when the last attempt has ended, without blocking a thread: a start may take long. */
    private void respond(
            String subject, List<CompletableFuture<Outcome>> attempts, StreamObserver<AttemptReply> response) {
        if (attempts.isEmpty()) {
            response.onError(new KnownSubjects(runtime).without(subject));
            return;
        }
        CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new)).whenComplete((nothing, failure) -> {
            if (failure != null) {
                response.onError(Status.ABORTED
                        .withDescription("the attempt failed: " + failure.getCause())
                        .asRuntimeException());
                return;
            }
            AttemptReply.Builder reply = AttemptReply.newBuilder();
            attempts.forEach(attempt -> reply.addOutcomes(ControlMessages.of(attempt.join())));
            response.onNext(reply.build());
            response.onCompleted();
        });
    }

    @Override
    public void setLogLevel(SetLogLevelRequest request, StreamObserver<SetLogLevelReply> response) {
        LoggerConfig.Level level = LogLevelChange.level(request.getLevel());
        if (level == null) {
            response.onError(Status.INVALID_ARGUMENT
                    .withDescription("the level is missing, or none of debug, info, warn, error")
                    .asRuntimeException());
            return;
        }
        String function = request.getFunction();
        if (!function.isEmpty()) {
            if (runtime.functions().stream().noneMatch(it -> it.name().equals(function))) {
                response.onError(new KnownSubjects(runtime).withoutFunction(function));
                return;
            }
            LogLevelChange.ofFunction(runtime.log(), function, level);
        } else if (isForbidden("set the level of all logs; name one of its functions", response)) {
            return;
        } else {
            LogLevelChange.ofRuntime(runtime.log(), level);
        }
        response.onNext(SetLogLevelReply.getDefaultInstance());
        response.onCompleted();
    }

    @Override
    public void reload(ReloadRequest request, StreamObserver<ReloadReply> response) {
        if (isForbidden("reload the configuration", response)) {
            return;
        }
        response.onNext(ControlMessages.of(runtime.configuration().reload()));
        response.onCompleted();
    }

    @Override
    public void upgrade(UpgradeRequest request, StreamObserver<UpgradeProgress> response) {
        if (isForbidden("upgrade the runtime", response)) {
            return;
        }
        UpgradeCall.begin(runtime.upgraded().get(), request, response);
    }

    @Override
    public void abandonUpgrade(AbandonUpgradeRequest request, StreamObserver<AbandonUpgradeReply> response) {
        if (isForbidden("end an upgrade", response)) {
            return;
        }
        if (!Upgrade.cancelCurrent(request.getReason())) {
            response.onError(
                    Status.NOT_FOUND.withDescription("there is no upgrade").asRuntimeException());
            return;
        }
        response.onNext(AbandonUpgradeReply.getDefaultInstance());
        response.onCompleted();
    }

    @Override
    public void resume(ResumeRequest request, StreamObserver<ResumeReply> response) {
        if (isForbidden("end a suspension", response)) {
            return;
        }
        EndpointQuotas quotas = runtime.router().quotas();
        if (quotas == null || !quotas.resume(request.getSubject())) {
            Stream<String> suspended = runtime.quotas().stream()
                    .filter(quota -> quota.suspended() != null)
                    .map(QuotaStatus::name);
            response.onError(Status.NOT_FOUND
                    .withDescription("\"" + request.getSubject() + "\" is not suspended; suspended are: "
                            + KnownSubjects.list(suspended))
                    .asRuntimeException());
            return;
        }
        response.onNext(ResumeReply.getDefaultInstance());
        response.onCompleted();
    }

    /** Whether only the operator may do something; then the response says so. */
    private boolean isForbidden(String what, StreamObserver<?> response) {
        TenantConfig tenant = runtime.tenant();
        if (tenant != null) {
            response.onError(Status.PERMISSION_DENIED
                    .withDescription("this is the control socket of tenant " + tenant.name() + ", which cannot " + what)
                    .asRuntimeException());
        }
        return tenant != null;
    }
}
