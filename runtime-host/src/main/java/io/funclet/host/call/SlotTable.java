package io.funclet.host.call;

import io.funclet.host.config.FunctionConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The slots by the names that callers know.
 *
 * <p>With configured functions, the table never changes. Without, every name gets a slot when a function of that name
 * comes, and loses it when it goes. Reading takes no lock.
 */
final class SlotTable {

    private final Slots all;

    /** Replaced as a whole, under this object's monitor. In the order of the configuration. */
    private volatile Map<String, FunctionSlot> slots;

    /**
     * Whether all functions that were there at the start have been seen. Set under this object's monitor: a slot that was
     * added on suspicion is either in the table that {@link #settle} returns, or not added any more.
     */
    private volatile boolean settled;

    private volatile ServingListener listener = function -> {};

    /**
     * Makes the table.
     *
     * @param all makes the slots
     * @param functions those that have one from the beginning
     */
    SlotTable(Slots all, Collection<FunctionConfig> functions) {
        this.all = all;
        Map<String, FunctionSlot> table = new LinkedHashMap<>();
        for (FunctionConfig function : functions) {
            table.put(function.name(), make(function));
        }
        slots = table;
    }

    private FunctionSlot make(FunctionConfig function) {
        FunctionSlot slot = all.make(function);
        slot.onChange(() -> listener.servingChanged(function.name()));
        return slot;
    }

    /** Has a listener told of each change of a slot from now on, in the place of the one before. */
    void listen(ServingListener changes) {
        listener = changes;
    }

    /** The table as it is now. Nobody changes it any more. */
    Map<String, FunctionSlot> now() {
        return slots;
    }

    /** The slot of a name, made if there is none yet. */
    FunctionSlot slot(String name) {
        FunctionSlot slot = slots.get(name);
        return slot != null ? slot : add(name);
    }

    /** Whether no more is expected to come by itself. */
    boolean isSettled() {
        return settled;
    }

    /** The slot of a name that may come yet; {@code null} if no more is expected by now, and none has come. */
    synchronized FunctionSlot expect(String name) {
        return settled ? slots.get(name) : add(name);
    }

    private synchronized FunctionSlot add(String name) {
        FunctionSlot present = slots.get(name);
        if (present != null) {
            return present;
        }
        Map<String, FunctionSlot> table = new LinkedHashMap<>(slots);
        FunctionSlot added = make(all.unconfigured(name));
        table.put(name, added);
        slots = table;
        return added;
    }

    /** Takes a slot out. Returns it; {@code null} if the name had none. */
    FunctionSlot remove(String name) {
        FunctionSlot removed;
        synchronized (this) {
            Map<String, FunctionSlot> table = new LinkedHashMap<>(slots);
            removed = table.remove(name);
            slots = table;
        }
        if (removed != null) {
            all.depart(removed);
        }
        return removed;
    }

    /** All functions that were there at the start have been seen. Returns the slots of that moment. */
    List<FunctionSlot> settle() {
        synchronized (this) {
            settled = true;
        }
        return new ArrayList<>(slots.values());
    }

    /** How many calls have been taken in and not been answered yet, also by slots that were taken out. */
    int unanswered() {
        return all.unanswered(slots.values());
    }

    String unansweredInWords() {
        return all.unansweredInWords(slots.values());
    }
}
