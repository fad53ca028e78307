package com.example.thermometer;

import com.example.calibration.Calibration;
import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Corrects a temperature by the service of another bundle. */
@Component
@FunctionName("thermometer")
public final class Thermometer implements FunctionHandler {

    private final Calibration calibration;

    @Activate
    public Thermometer(@Reference Calibration calibration) {
        this.calibration = calibration;
    }

    @Override
    public Payload handle(Payload event, CallContext context) {
        return Payload.of(Double.toString(calibration.corrected(Double.parseDouble(event.text()))));
    }
}
