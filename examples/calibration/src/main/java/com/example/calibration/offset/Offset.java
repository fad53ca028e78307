package com.example.calibration.offset;

import com.example.calibration.Calibration;
import org.osgi.service.component.annotations.Component;

/** Adds half a degree. */
@Component
public final class Offset implements Calibration {

    @Override
    public double corrected(double measured) {
        return measured + 0.5;
    }
}
