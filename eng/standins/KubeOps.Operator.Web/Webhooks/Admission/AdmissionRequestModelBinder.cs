using System.Text.Json;
using KubeOps.Operator.Serialization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace KubeOps.Operator.Web.Webhooks.Admission;

/// <summary>Reads an admission request as the Kubernetes API writes it, whatever JSON options the web application has.</summary>
public sealed class AdmissionRequestModelBinder : IModelBinder
{
    public async Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var http = bindingContext.HttpContext;
        try
        {
            var request = await JsonSerializer.DeserializeAsync(
                http.Request.Body, bindingContext.ModelType, KubernetesJsonSerializer.SerializerOptions, http.RequestAborted).ConfigureAwait(false);
            bindingContext.Result = ModelBindingResult.Success(request);
        }
        catch (JsonException error)
        {
            bindingContext.ModelState.AddModelError(bindingContext.ModelName, error.Message);
            bindingContext.Result = ModelBindingResult.Failed();
        }
    }
}
