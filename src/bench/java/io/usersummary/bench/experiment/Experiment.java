package io.usersummary.bench.experiment;

import io.usersummary.bench.lab.Lab;
import io.usersummary.bench.report.Report;

/** One question that is put to the contenders. */
public interface Experiment {

    /** The name that {@code bench.only} selects it by. */
    String name();

    /** Measures, and adds a section to the report. */
    void run(Lab lab, Report report);
}
