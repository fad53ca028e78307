package io.funclet.host.call.compare;

/** Fisher's exact test, one-sided: whether a part of some calls is larger than that of others by more than chance. */
final class FisherTest {

    private FisherTest() {}

    /**
     * The probability that at least so many of the marked calls are among the new ones by chance.
     *
     * @param oldMarked of {@code oldCalls}
     * @param newMarked of {@code newCalls}
     */
    static double probability(long oldMarked, long oldCalls, long newMarked, long newCalls) {
        long all = oldCalls + newCalls;
        long marked = oldMarked + newMarked;
        double term = Math.exp(lnChoose(newCalls, newMarked) + lnChoose(oldCalls, oldMarked) - lnChoose(all, marked));
        double sum = 0;
        // From one more marked new call to the next, the terms of the hypergeometric distribution soon vanish.
        for (long more = newMarked; more <= Math.min(marked, newCalls) && term > sum * 1e-12; more++) {
            sum += term;
            term *= (double) (newCalls - more)
                    * (marked - more)
                    / ((double) (more + 1) * (oldCalls - marked + more + 1));
        }
        return Math.min(1, sum);
    }

    private static double lnChoose(long from, long some) {
        return lnFactorial(from) - lnFactorial(some) - lnFactorial(from - some);
    }

    /** Exact for small numbers, else by Stirling's series. */
    private static double lnFactorial(long number) {
        if (number < 20) {
            double product = 1;
            for (long factor = 2; factor <= number; factor++) {
                product *= factor;
            }
            return Math.log(product);
        }
        double n = number;
        return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n * n * n);
    }
}
