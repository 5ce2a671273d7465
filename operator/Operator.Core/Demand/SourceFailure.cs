namespace InferOps.Operator.Core.Demand;

/// <summary>Why Prometheus gave no answer that can be used.</summary>
/// <param name="Reason">One of <see cref="HoldReasons"/>.</param>
/// <param name="Words">Stable words, no times or counters: <c>connection refused</c>, <c>HTTP 503</c>.</param>
public sealed record SourceFailure(string Reason, string Words)
{
    /// <summary>What to do about it.</summary>
    public string Remedy => Reason switch
    {
        HoldReasons.PrometheusTooSlow => "Check the load of Prometheus and how many series the queries touch.",
        HoldReasons.PrometheusRefuses => "Check the operator's token, tenant and client certificate.",
        HoldReasons.PrometheusRedirects => "Give the operator the address that is redirected to.",
        HoldReasons.PrometheusQueryFailed => "Check the metric names of the InferenceEngines, and the log of Prometheus.",
        HoldReasons.AnswerTooLarge => "Check which recording rule or proxy multiplies the series.",
        HoldReasons.AnswerCutOff => "Check the proxies between the operator and Prometheus.",
        HoldReasons.AnswerUnreadable => "Check that the operator's Prometheus URL is that of a Prometheus, and not of a page to sign in.",
        _ => "Check the operator's Prometheus URL and its network policy.",
    };
}

/// <summary>What is wrong with the numbers of one service.</summary>
public enum Flaw
{
    None,
    NotANumber,
    Infinite,
    Negative,

    /// <summary>Two rows where there must be one, as a proxy over two servers answers: neither can be trusted.</summary>
    Duplicated,

    /// <summary>The newest sample is younger than now: clocks differ.</summary>
    FromTheFuture,
}
