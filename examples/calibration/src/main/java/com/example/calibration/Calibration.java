package com.example.calibration;

/** What the bundle offers to others. */
public interface Calibration {

    double corrected(double measured);
}
