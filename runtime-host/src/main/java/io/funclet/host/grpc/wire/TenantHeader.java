package io.funclet.host.grpc.wire;

import io.funclet.host.call.model.Call;
import io.grpc.Metadata;

/** The tenant whose function a caller means. Loaded only where there are tenants. */
public final class TenantHeader {

    private static final Metadata.Key<String> KEY =
            Metadata.Key.of(WireGeneration.TENANT, Metadata.ASCII_STRING_MARSHALLER);

    private TenantHeader() {}

    /**
     * The tenant of a call.
     *
     * @param otherwise if the headers do not say
     */
    public static String read(Metadata headers, String otherwise) {
        String sent = headers.get(KEY);
        return sent == null || sent.isBlank() ? otherwise : sent.strip();
    }

    /** Whether neither the headers nor the message mean another tenant. */
    public static boolean isOnlyOf(Call call, String tenant) {
        return call.tenant().equals(tenant)
                && (call.sentMetadata() == null
                        || call.sentMetadata()
                                .getOrDefault(WireGeneration.TENANT, tenant)
                                .equals(tenant));
    }

    /** Why a call for another tenant fails. */
    public static String elsewhere(String tenant) {
        return "this address is that of tenant " + tenant + ": calls reach no function of another one";
    }
}
