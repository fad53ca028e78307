package io.funclet.host.control;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.funclet.host.call.stat.Latency;
import io.funclet.host.config.change.ReloadResult;
import io.funclet.proto.control.v1.DirectoryStatus;
import io.funclet.proto.control.v1.Explanation;
import io.funclet.proto.control.v1.FunctionStatus;
import io.funclet.proto.control.v1.MemoryStatus;
import io.funclet.proto.control.v1.Outcome;
import io.funclet.proto.control.v1.PastChange;
import io.funclet.proto.control.v1.QuotaStatus;
import io.funclet.proto.control.v1.ReloadReply;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Converts records of other packages to protobuf messages, whose fields have the names of the records' methods. */
final class ControlMessages {

    private static final double MEDIAN = 0.5;
    private static final double TAIL = 0.99;

    private ControlMessages() {}

    static FunctionStatus of(io.funclet.host.call.stat.FunctionStatus status) {
        FunctionStatus.Builder message = FunctionStatus.newBuilder();
        fill(message, status, Set.of("errors", "errors_by_kind", "p50", "p99"));
        message.setErrors(status.failures());
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

    static DirectoryStatus of(io.funclet.host.deploy.status.DirectoryStatus status) {
        return fill(DirectoryStatus.newBuilder(), status, Set.of()).build();
    }

    static Outcome of(io.funclet.host.deploy.status.Outcome outcome) {
        return fill(Outcome.newBuilder(), outcome, Set.of()).build();
    }

    static Explanation of(io.funclet.host.deploy.status.Explanation explanation) {
        return fill(Explanation.newBuilder(), explanation, Set.of()).build();
    }

    static PastChange of(io.funclet.host.deploy.status.PastChange change) {
        return fill(PastChange.newBuilder(), change, Set.of()).build();
    }

    static ReloadReply of(ReloadResult result) {
        return fill(ReloadReply.newBuilder(), result, Set.of()).build();
    }

    static QuotaStatus of(io.funclet.host.call.quota.QuotaStatus status) {
        return fill(QuotaStatus.newBuilder(), status, Set.of()).build();
    }

    static MemoryStatus of(io.funclet.host.call.stat.MemoryStatus status) {
        return fill(MemoryStatus.newBuilder(), status, Set.of()).build();
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

    /**
     * Sets each field but some, which the record has otherwise. Fails if it has no such method. A {@code null} sets nothing.
     * Sets are sorted.
     */
    private static <B extends Message.Builder> B fill(B message, Record record, Set<String> otherwise) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (!otherwise.contains(field.getName())) {
                Object value = read(record, field.getJsonName());
                if (value instanceof Collection<?> all) {
                    Collection<?> ordered = value instanceof Set<?> ? new TreeSet<>(all) : all;
                    ordered.forEach(each -> message.addRepeatedField(field, converted(message, field, each)));
                } else if (value != null) {
                    message.setField(field, converted(message, field, value));
                }
            }
        }
        return message;
    }

    private static Object read(Record record, String name) {
        try {
            return record.getClass().getMethod(name).invoke(record);
        } catch (ReflectiveOperationException different) {
            throw new IllegalStateException(record.getClass() + " has not what its message has", different);
        }
    }

    private static Object converted(Message.Builder message, FieldDescriptor field, Object value) {
        return switch (field.getJavaType()) {
            case STRING -> value.toString();
            case ENUM -> {
                // A constant that the service does not tell is its first one, the unspecified.
                EnumValueDescriptor told = field.getEnumType().findValueByName(((Enum<?>) value).name());
                yield told == null ? field.getEnumType().getValues().get(0) : told;
            }
            case MESSAGE ->
                value instanceof Instant instant
                        ? of(instant)
                        : value instanceof java.time.Duration duration
                                ? of(duration)
                                : fill(message.newBuilderForField(field), (Record) value, Set.of())
                                        .build();
            default -> value;
        };
    }
}
