package io.funclet.host.config.quota;

import io.funclet.host.config.source.Document;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The quotas of a tenant or a function. Loaded only where there are some.
 *
 * @param soft what may be used before Funclet says so
 * @param hard what may be used before Funclet rejects calls
 * @param burst how long what is not used is kept
 * @param suspend after how many seconds with rejected calls, within a minute, all calls are rejected; empty for never
 */
public record QuotaConfig(Map<QuotaKind, Long> soft, Map<QuotaKind, Long> hard, Duration burst, OptionalInt suspend) {

    /** The key of the section. */
    public static final String KEY = "quotas";

    private static final Duration DEFAULT_BURST = Duration.ofSeconds(1);

    private static final int MOST_SECONDS = 60;

    public QuotaConfig {
        soft = Map.copyOf(soft);
        hard = Map.copyOf(hard);
    }

    /**
     * Reads the section of a tenant or a function; problems are added to the document's.
     *
     * @param ofTenant whether it is a tenant's
     */
    public static QuotaConfig read(Document owner, boolean ofTenant) {
        Document quotas = owner.map(KEY);
        return new QuotaConfig(
                limits(quotas.map("soft"), ofTenant),
                limits(quotas.map("hard"), ofTenant),
                quotas.duration("burst").orElse(DEFAULT_BURST),
                quotas.count("suspend", MOST_SECONDS));
    }

    private static Map<QuotaKind, Long> limits(Document quotas, boolean ofTenant) {
        Map<QuotaKind, Long> limits = new EnumMap<>(QuotaKind.class);
        for (QuotaKind kind : QuotaKind.values()) {
            kind.read(quotas).ifPresent(limit -> limits.put(kind, limit));
            if (kind == QuotaKind.THREADS && !ofTenant && limits.containsKey(kind)) {
                quotas.problems()
                        .add(quotas.at(kind.key()), "is for tenants: nothing tells which function started a thread");
            }
        }
        return limits;
    }
}
