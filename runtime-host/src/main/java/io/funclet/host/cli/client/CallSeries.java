package io.funclet.host.cli.client;

import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Supplier;

/** Some calls, one after the other, with the time that each took. Single-threaded. */
public final class CallSeries {

    private static final double NANOS_OF_A_MILLISECOND = 1e6;

    private final long[] nanos;
    private int failures;

    /** Of the last call; {@code null} if it has failed. */
    private ByteString response;

    /** The first one; {@code null} if there was none. */
    private StatusRuntimeException failure;

    private CallSeries(int count) {
        this.nanos = new long[count];
    }

    public static CallSeries run(int count, Supplier<ByteString> call) {
        CallSeries series = new CallSeries(count);
        for (int i = 0; i < count; i++) {
            long begun = System.nanoTime();
            try {
                series.response = call.get();
            } catch (StatusRuntimeException failed) {
                series.response = null;
                series.failures++;
                series.failure = series.failure == null ? failed : series.failure;
            }
            series.nanos[i] = System.nanoTime() - begun;
        }
        Arrays.sort(series.nanos);
        return series;
    }

    public ByteString response() {
        return response;
    }

    public StatusRuntimeException failure() {
        return failure;
    }

    public String summary() {
        return String.format(
                Locale.ROOT,
                "%d calls, %d failures; min %s ms, median %s ms, p99 %s ms",
                nanos.length,
                failures,
                millis(0),
                millis(0.5),
                millis(0.99));
    }

    /** The time within which this share of the calls has ended, by the nearest rank. */
    private BigDecimal millis(double share) {
        int rank = (int) Math.max(1, Math.ceil(share * nanos.length));
        return BigDecimal.valueOf(nanos[rank - 1] / NANOS_OF_A_MILLISECOND).setScale(3, RoundingMode.HALF_UP);
    }

    /** One object that says how a single call, or all, went. */
    public JsonObject json(String function, String failureText) {
        JsonObject json = new JsonObject();
        json.addProperty("function", function);
        json.addProperty(
                "status", failure == null ? "OK" : failure.getStatus().getCode().name());
        if (failure != null) {
            json.addProperty("message", failureText);
        }
        if (nanos.length > 1) {
            json.addProperty("calls", nanos.length);
            json.addProperty("failures", failures);
            json.addProperty("minMillis", millis(0));
            json.addProperty("medianMillis", millis(0.5));
            json.addProperty("p99Millis", millis(0.99));
        } else {
            json.addProperty("millis", millis(0));
            addResponse(json);
        }
        return json;
    }

    private void addResponse(JsonObject json) {
        if (response != null && response.isValidUtf8()) {
            json.addProperty("response", response.toStringUtf8());
        } else if (response != null) {
            json.addProperty("responseBase64", Base64.getEncoder().encodeToString(response.toByteArray()));
        }
    }
}
