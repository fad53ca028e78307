package io.funclet.host.control;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.funclet.host.call.model.EffectiveLimits;
import io.funclet.host.call.stat.Latency;
import io.funclet.proto.control.v1.Contender;
import io.funclet.proto.control.v1.DirectoryStatus;
import io.funclet.proto.control.v1.DrainingStatus;
import io.funclet.proto.control.v1.Explanation;
import io.funclet.proto.control.v1.FileStatus;
import io.funclet.proto.control.v1.FunctionLimits;
import io.funclet.proto.control.v1.FunctionStatus;
import io.funclet.proto.control.v1.HandlerStatus;
import io.funclet.proto.control.v1.Outcome;
import io.funclet.proto.control.v1.Retry;
import java.time.Instant;
import java.util.TreeSet;

/** Converts records of other packages to protobuf messages. */
final class ControlMessages {

    private static final double MEDIAN = 0.5;
    private static final double TAIL = 0.99;

    private ControlMessages() {}

    static FunctionStatus of(io.funclet.host.call.stat.FunctionStatus status) {
        FunctionStatus.Builder message = FunctionStatus.newBuilder()
                .setName(status.name())
                .setVersion(status.version())
                .setRunning(status.running())
                .setWaiting(status.waiting())
                .setCalls(status.calls())
                .setErrors(status.failures())
                .setAbsence(status.absence())
                .setRejected(status.rejected())
                .setOvertime(status.overtime())
                .setTotalOvertime(status.totalOvertime())
                .setLimits(of(status.limits()));
        status.failed()
                .values()
                .forEach(failures -> failures.forEach((failure, count) -> message.putErrorsByKind(
                        failure.name(), count + message.getErrorsByKindOrDefault(failure.name(), 0))));
        Latency latency = status.latency();
        if (latency.count() > 0) {
            message.setP50(of(latency.quantile(MEDIAN))).setP99(of(latency.quantile(TAIL)));
        }
        return message.build();
    }

    private static FunctionLimits of(EffectiveLimits limits) {
        return FunctionLimits.newBuilder()
                .setTimeout(of(limits.timeout()))
                .setConcurrency(limits.concurrency())
                .setQueue(limits.queue())
                .build();
    }

    static DirectoryStatus of(io.funclet.host.deploy.status.DirectoryStatus status) {
        DirectoryStatus.Builder message =
                DirectoryStatus.newBuilder().setPath(status.path().toString());
        status.files().forEach(file -> message.addFiles(of(file)));
        status.handlers().forEach(handler -> message.addHandlers(of(handler)));
        status.draining().forEach(draining -> message.addDraining(of(draining)));
        status.history().forEach(outcome -> message.addHistory(of(outcome)));
        message.setRetries(status.retries());
        return message.build();
    }

    private static FileStatus of(io.funclet.host.deploy.status.FileStatus status) {
        FileStatus.Builder message = FileStatus.newBuilder()
                .setFile(status.file())
                .setState(FileStatus.State.valueOf(status.state().name()))
                .setBundle(status.bundle())
                .setVersion(status.version())
                .addAllFunctions(new TreeSet<>(status.functions()));
        if (status.last() != null) {
            message.setLast(of(status.last()));
        }
        if (status.retry() != null) {
            Retry.Builder retry = Retry.newBuilder().setAttempts(status.retry().attempts());
            if (status.retry().next() != null) {
                retry.setNext(of(status.retry().next()));
            }
            message.setRetry(retry);
        }
        return message.build();
    }

    private static HandlerStatus of(io.funclet.host.deploy.status.HandlerStatus status) {
        HandlerStatus.Builder message = HandlerStatus.newBuilder()
                .setHandler(status.handler())
                .setFunction(status.function())
                .setVersions(status.versions())
                .addAllNames(status.names());
        if (status.serving() != null) {
            message.setServing(of(status.serving()));
        }
        status.standby().forEach(rankedProvider -> message.addStandby(of(rankedProvider)));
        return message.build();
    }

    private static Contender of(io.funclet.host.deploy.status.RankedProvider rankedProvider) {
        return Contender.newBuilder()
                .setFile(rankedProvider.file())
                .setBundle(rankedProvider.bundle())
                .setVersion(rankedProvider.version())
                .setRanking(rankedProvider.ranking())
                .build();
    }

    private static DrainingStatus of(io.funclet.host.deploy.status.DrainingStatus status) {
        return DrainingStatus.newBuilder()
                .setFile(status.file())
                .setBundle(status.bundle())
                .setVersion(status.version())
                .addAllFunctions(new TreeSet<>(status.functions()))
                .setRunning(status.running())
                .addAllUsedBy(status.usedBy())
                .build();
    }

    static Outcome of(io.funclet.host.deploy.status.Outcome outcome) {
        return Outcome.newBuilder()
                .setAt(of(outcome.at()))
                .setFile(outcome.file())
                .setKind(kind(outcome.kind()))
                .setBundle(outcome.bundle())
                .addAllFunctions(outcome.functions())
                .setReason(outcome.reason())
                .setTook(of(outcome.took()))
                .setRetried(outcome.retried())
                .build();
    }

    private static Outcome.Kind kind(io.funclet.host.deploy.status.Outcome.Kind kind) {
        return switch (kind) {
            case DEPLOYED -> Outcome.Kind.DEPLOYED;
            case UPDATED -> Outcome.Kind.UPDATED;
            case REMOVED -> Outcome.Kind.REMOVED;
            case WAITING -> Outcome.Kind.WAITING;
            case REJECTED -> Outcome.Kind.REJECTED;
            case UNCHANGED -> Outcome.Kind.UNCHANGED;
            case INCOMPLETE -> Outcome.Kind.KIND_UNSPECIFIED;
        };
    }

    static Explanation of(io.funclet.host.deploy.status.Explanation explanation) {
        Explanation.Builder message = Explanation.newBuilder()
                .setTone(
                        switch (explanation.tone()) {
                            case GOOD -> Explanation.Tone.GOOD;
                            case NEUTRAL -> Explanation.Tone.TONE_UNSPECIFIED;
                            case BAD -> Explanation.Tone.BAD;
                        })
                .setText(explanation.text());
        explanation.because().forEach(reason -> message.addBecause(of(reason)));
        return message.build();
    }

    static Timestamp of(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static Duration of(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }
}
