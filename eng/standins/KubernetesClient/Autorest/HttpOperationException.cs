namespace k8s.Autorest;

/// <summary>The API server refused a request. <see cref="Response"/> holds the status code and the body, normally a Status object.</summary>
public class HttpOperationException : Exception
{
    public HttpOperationException()
    {
    }

    public HttpOperationException(string message)
        : base(message)
    {
    }

    public HttpOperationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public HttpRequestMessageWrapper Request { get; set; }

    public HttpResponseMessageWrapper Response { get; set; }

    /// <summary>The response body as a V1Status, or null where it is not one.</summary>
    public object Body { get; set; }
}
