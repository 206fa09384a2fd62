package io.usersummary.web;

/** Ends a request with a {@link Problem}. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    /** Ends with this. */
    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static ProblemException badRequest(String detail, Object... values) {
        return new ProblemException(new Problem(400, detail.formatted(values)));
    }

    Problem problem() {
        return problem;
    }
}
