package io.funclet.host.soak.probe;

import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How a version behaves, by the settings of its bundle.
 *
 * @param mark what stands in its answers in place of the version; empty for the version
 * @param fails the part of the calls that throw
 * @param wrong the part of the answers whose last byte is another
 * @param slow milliseconds that each call takes longer
 * @param noise milliseconds that calls take longer in the mean, each by chance
 */
public record Behaviour(String mark, double fails, double wrong, long slow, double noise) {

    static Behaviour of(Properties settings) {
        return new Behaviour(
                settings.getProperty("mark", ""),
                Double.parseDouble(settings.getProperty("fails", "0")),
                Double.parseDouble(settings.getProperty("wrong", "0")),
                Long.parseLong(settings.getProperty("slow", "0")),
                Double.parseDouble(settings.getProperty("noise", "0")));
    }

    String mark(String version) {
        return mark.isEmpty() ? version : mark;
    }

    void act(byte[] answer) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        double millis = slow - noise * Math.log(1 - random.nextDouble());
        if (millis > 0) {
            LockSupport.parkNanos((long) (millis * TimeUnit.MILLISECONDS.toNanos(1)));
        }
        if (random.nextDouble() < fails) {
            throw new IllegalStateException(Probe.PURPOSE);
        }
        if (random.nextDouble() < wrong) {
            answer[answer.length - 1]++;
        }
    }
}
