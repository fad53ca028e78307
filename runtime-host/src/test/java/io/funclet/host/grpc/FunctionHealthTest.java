package io.funclet.host.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.funclet.host.call.Calls;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a probe is told. */
class FunctionHealthTest extends ServedChannel {

    private static final FunctionVersion VERSION = Calls.version((event, context) -> event);

    @Test
    void serverAndFunctions_haveTheirOwnStatus() throws Exception {
        router.endpoint("absent");
        start();

        assertEquals(ServingStatus.SERVING, check(""));
        assertEquals(ServingStatus.SERVING, check("echo"));
        assertEquals(ServingStatus.NOT_SERVING, check("absent"));
        StatusRuntimeException unknown = assertThrows(StatusRuntimeException.class, () -> check("nobody"));
        assertEquals(Code.NOT_FOUND, unknown.getStatus().getCode());
    }

    @Test
    void watchOfAFunction_followsItsVersions() throws Exception {
        start();
        BlockingQueue<Object> seen = watch("late");
        assertNext(ServingStatus.SERVICE_UNKNOWN, seen);

        router.endpoint("late").publish(VERSION);
        assertNext(ServingStatus.SERVING, seen);

        // As an update of a function that must not be active twice.
        router.endpoint("late").publish(null);
        assertNext(ServingStatus.NOT_SERVING, seen);
        router.endpoint("late").publish(VERSION);
        assertNext(ServingStatus.SERVING, seen);

        router.remove("late");
        assertNext(ServingStatus.SERVICE_UNKNOWN, seen);
    }

    @Test
    void stop_isSeenByWatchers_beforeTheirConnectionEnds() throws Exception {
        start();
        BlockingQueue<Object> whole = watch("");
        BlockingQueue<Object> function = watch("echo");
        assertNext(ServingStatus.SERVING, whole);
        assertNext(ServingStatus.SERVING, function);

        server.reject();

        assertNext(ServingStatus.NOT_SERVING, whole);
        assertNext(ServingStatus.NOT_SERVING, function);
        // A version that comes while the process stops changes nothing.
        router.endpoint("echo").publish(VERSION);
        server.close();
        assertNext(Code.CANCELLED, whole);
        assertNext(Code.CANCELLED, function);
    }

    private ServingStatus check(String service) {
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .check(request(service))
                .getStatus();
    }

    /** Each status, and at last the code of the end. */
    private BlockingQueue<Object> watch(String service) {
        BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        HealthGrpc.newStub(channel).watch(request(service), new StreamObserver<>() {
            @Override
            public void onNext(HealthCheckResponse response) {
                seen.add(response.getStatus());
            }

            @Override
            public void onError(Throwable failure) {
                seen.add(io.grpc.Status.fromThrowable(failure).getCode());
            }

            @Override
            public void onCompleted() {
                seen.add(Code.OK);
            }
        });
        return seen;
    }

    private static void assertNext(Object expected, BlockingQueue<Object> seen) throws InterruptedException {
        assertEquals(expected, seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static HealthCheckRequest request(String service) {
        return HealthCheckRequest.newBuilder().setService(service).build();
    }
}
