package io.funclet.host.config.change;

import io.funclet.host.config.RuntimeConfig;
import java.time.Instant;

/** What has a configuration that can be read again while it runs. */
public interface Reloadable {

    /**
     * Reads the configuration as the start has done it, and brings what differs into force. If anything in it is wrong,
     * nothing changes. Blocks while it reads, and while another reload is under way. Any thread; throws nothing.
     */
    ReloadResult reload();

    /** As it is in force. */
    RuntimeConfig config();

    /** When the configuration that is in force was reloaded; {@code null} if it is that of the start. */
    Instant lastReload();

    /** When the configuration that is in force was read. */
    Instant configured();

    /** Whether the last reload has failed, so that the configuration of before is in force. */
    boolean isReloadFailed();
}
