"""Technical words that a general word list lacks, so that they are not taken for two words.

Gathered by reading documentation of scientific and web software for words that could be parted
into two listed ones: coinages of the trade, names of people in methods, functions that prose
names without marking them as code.
"""

from __future__ import annotations

from typing import FrozenSet


def word_set(text: str) -> FrozenSet[str]:
    """Return the words written out in `text`, separated by white space."""
    return frozenset(text.split())


TERMS = word_set(
    """
    ablation activations allclose allfiles allgather alloc allof alloff allon allowlist
    allowlisted allowlisting allreduce alltoall alphanumeric alwayson analogon anycast anyof
    arcsine arctangent argmax argmin argsort artefact asarray asof astype asyncio atexit
    augmentor autocast autocomplete autocompletion autodiff autoencoder autoencoders
    autoencoding autoformat autograd autoload automl autoregression autoregressive autosave
    autoscaling autotuning autouse backdoor backend backends backpack backprop backpropagate
    backpropagated backpropagation backquote backquotes backslashes backtick backticks backtrace
    backtracking backtranslation bandlimited bandpass bandstop bandwidths baseclass baseclasses
    baseline baselines basestring basinhopping batchnorm batchsize batchwise bayes bayesian
    beamforming beamwidth bfloat bias bigram bigrams bijective bilinear binwidth bitbake
    bitbucket bitcast bitcoin bitcount bitmask bitmasks bitrate bitset bitshift bitstream
    bitstring bitwidth bitwise blackbox blockchain blockchains blocklist blocklisted blocksize
    bloom booktitle boolean bootstrap bootstrapped bootstrapping borderwidth bottleneck
    bottlenecks bounding boxplot breakpoint breakpoints bugfix bugfixes buildroot builtin
    builtins bytecode bytestring callable callables callback callbacks callsite callsites
    camelcase captioner cartan casefold categorical changelog changeset changesets chatbot
    chatbots checkbox checkboxes checkbutton checklist checkmark checkout checkpoint
    checkpointed checkpointing checkpoints checksum checksums childclass chisquare chisquared
    classlabel classmethod classmethods classname clickstream clickthrough clipboard closeness
    cloudfront cloudwatch codebase codebases codebook codebooks codec codecs codegen codepath
    codepaths codepoint codepoints codevector codomain cohort coldstart collator collators
    collinear colormap colormaps colorscheme colorspace commandline concatenation config configs
    confounder contextmanager contrastive controlnet convnet convnets convolution convolutional
    copyleft copyto coreference coroutine coroutines crossentropy crossover crosstab crosstalk
    crowdsource crowdsourced crowdsourcing cumsum curricula customizable cutoff cutoffs
    dashboard dashboards databank dataclass dataclasses dataflow dataframe dataframes datagram
    dataloader dataloaders datapath datapoint datapoints dataset datasets datasheet datastore
    datatype datatypes datetime daylong deadlock deadlocks debias debiased debiasing debugger
    decoder decoders dedup deduplicate deduplicated deduplication deepcopied deepcopy deepfake
    deepfakes deepmind deepseek deepspeed denoise denoised denoiser denoising dequantization
    dequantize dequantized deserialize detokenize devicetree diffeomorphism differentiable
    dimensionality dirichlet disentangle disentangled disentanglement displayhook distilled
    docstring docstrings doctest doctested doctesting doctests doctree dotprod dotproduct
    downsample downsampled downsampling downscale downscaled downscaling downstream downtime
    downweight downweighted dropout dropouts dualstack duopoly earlystopping edgeitems eigen
    eigendecomposition eigenvalue eigenvalues eigenvector eigenvectors elasticsearch elementwise
    embedder embedding embeddings encoder encoders encodings endpoint endpoints endswith
    endtoend ensembling entrypoint entrypoints euclidean eventloop everygrams excepthook
    explainability eyetracking facelets factored factorisation failover failsafe fallback
    fallbacks falsy fanin fanout featurization featurize featurizer feedback feedforward
    feedthrough fewshot filebase filehandle filehandles fileinput filename filenames fileno
    fileobject filepath filepaths filesystem filesystems filterbank filterbanks findall finetune
    finetuned finetunes finetuning firewall firmware firstorder fixpoint flamegraph
    flashattention flatline floorplan flowchart flowcharts flowfield fontsize footgun footguns
    footprint forall foreach foreground forkserver forloop foundational fourier framebuffer
    framerate framesize framewise freelancer freespace frobenius fromfile fromfunction fromlist
    fromstring frontend frontends frontier frontmatter fullscreen functools functor functors
    fusedadam gameplay gammatone gaussian gaussians geospatial getattr getitem getpass getset
    getter getters gettext github gitlab gradcheck gradient gradients grammarly granularity
    graphviz grayscale greenlet greenlets greyscale gridlines gridsearch groundtruth groupby
    groupname groupnorm groupwise guardrail guardrails hackathon handcraft handcrafted
    handedness handheld handwritten hardcode hardcoded hardcoding hardlink hardlinked hardlinks
    hardwired hasattr hashmap hashtable hashtag hashtags hasnext headcount headless healthcheck
    heapq heatmap heatmaps hedging heldout hessenberg hessian heteroscedastic heuristic
    heuristics hexdigest hexdigits highlevel hinton histogram holdout homebrew homoscedastic
    hostname hostnames hotfix hotfixes hotkey hotkeys hotspot hotspots hotstart hotswap
    hotswapping hotword hotwords howto hsigmoid huggingface hyperlink hypernetwork hypernetworks
    hyperparam hyperparameter hyperparameters hyperparams hyperplane hyperplanes hyperspectral
    hypersphere hypervisor idempotent imagenet imageset imbalance imbalanced implementer
    importlib inbound incontext indegree inductive inferencing infographic infographics inlier
    inliers inline inlined inlining inpaint inpainted inpainting inplace inputs insofar
    instanceof instantiate instruct interactive intercept interconnects interop interpretability
    interpretable invariance invertible isclose iscomplex isdecimal isdigit isfinite isin
    isinstance islower isnan isnone isnot isnull isotone isreal isspace issubclass isupper
    iteratively itertools jacobian jailbreak jailbreaking jailbreaks joblib keepalive keepdims
    kernelized keyframe keyframes keylogger keymap keynote keypair keyphrase keyphrases keypoint
    keypoints keyspace keystroke keystrokes keyword keywords knockout kwargs lagrange lagrangian
    laplacian largescale lasso lastname latency latents lattice layernorm layernorms layerwise
    leaderboard leaderboards leakage learnability learnable learnt leftmost lemmatization
    lemmatize lemmatizer leveraged lifecycle lifecycles lifelong lightgbm lightweight linebreak
    linebreaks lineno linesearch linespace linestyle linestyles linewidth linewidths linspace
    linter linters linting linux livelock livestream loglikelihood lognormal lognormally
    loguniform longform longformer longtail longterm lookahead lookaheads lookaround lookbehind
    lookfor lookup lookups loopback lossless lossy lowerbound lowercase lowercased lowercasing
    lowlevel lowpass lowrank macroblock mainlobe mainloop mainthread malformed malloc manpage
    manylinux mapreduce marginalize markdown markerless markov markup masklet masklets matmul
    matplotlib maxdepth maxlength maxpool maxpooling maxsplit maxterm maxterms meanpool
    meanshift memcached memoization memoize memoized memoryless memoryview mergesort metaclass
    metaclasses metadata metalearning metamodel metaprogramming metric microbatch microbatches
    microservice microservices middleware middlewares midlevel midpoint midpoints milestone
    minibatch minibatches minimax minimizer minlength minmax minpack minpoly minterm minterms
    miscalibrated misclassification misclassified misspecified mixin mixins mlops modality
    modularize monkeypatch mousemove mousewheel moveaxis multicast multiclass multicore
    multihead multihop multilabel multilayer multilingual multimodal multimodality multinode
    multinomial multipart multiprocess multiprocessing multiscale multitask multithread
    multithreaded multithreading multiturn multivariate multiview mutex namedtuple namedtuples
    nameserver namespace namespaces nanotube narrowband nearshore nesterov newline newlines
    newsfeed newswire nextline ngram ngrams nocache nodegroup nodelay noexcept nondeterministic
    nonlinear nonlinearities nonlinearity nonnegative nonparametric nonstationary nonzero
    noreturn normalizer notebook notebooks notin nullable numexpr numpy objectness observability
    onehot oneof oneshot onestep onlooker onnx opcode opcodes openai openmp opensearch
    opensource opentelemetry optimise optimiser optimisers optimizer optimizers orderby
    orderless orelse orthonormal ourself outdegree outlier outliers outpaint outpainting
    outperform outperformed outperforming outperforms overfit overfits overfitted overfitting
    overflows overhead overlay overparameterization overparameterized oversample oversampled
    oversampling overwrite pagerank pairwise pandas panoptic paperwhite parallelism
    parameterization parameterize parameterized parametric paraphrase paraphrasing parsable
    passband passcode passphrase passthrough passthru pathlib pathname pathnames payload
    payloads percentile perceptron perceptrons perplexity pickleable pinpoint pipeline pipelined
    pipelines pipelining pixelwise placeholder placeholders plaintext playbook playbooks plugin
    plugins pointcloud pointclouds pointwise polylines pooler poptorch popup popups positionwise
    postfilter postfix postprocess postprocessed postprocessing posttraining powerset precompute
    precomputed precondition preconditioned preconditioner preconditioning prefetch prefetched
    prefetching prefill preprint preprints preprocess preprocessed preprocessing preprocessor
    pretext pretokenize pretrain pretrained pretraining prettyprint prettyprinter primefactors
    probabilistic promptable prompted proofread provably pseudocode pseudolabel pseudolabels
    pubsub pushdown pypi pytest pytorch quantile quantiles quantization quantize quantized
    quantizer quantizing queryset querystring quicksort quickstart radiobutton radiobuttons
    ramdisk randint randomize randomness rankdata ranksums readahead readline readlines readme
    readonly realtime rebase rebased receptive recomputation recompute recurrent redshift
    reduceat refactor refactored refactoring refcount refcounted refcounting refcounts reflow
    regex regexes regexp regressor regressors regularise regularization regularize regularized
    regularizer regularizers reinitialize relativedelta relighting reparameterization
    reparameterize reparameterized reparametrization reproducibility reranker rerankers
    reranking resample resampled resampler resampling resblock resblocks resnet resnets retrain
    retrained retraining returncode reweight reweighted reweighting ridgeless roadblock roadmap
    roadmaps robustness rollaxis rollback rollout rollouts rootdir rootless roundoff roundtrip
    roundtrips rowcount rowspace rulebased runbook runbooks runtime runtimes saliency samplerate
    samplewise sandbox sandboxed sandboxing scalability scatterplot scatterplots schedulefree
    scikit scipy screencast screencasts screenreader screenshot screenshots seaborn searchsorted
    sed seealso seedpoint segfault segmentations selfattention semisupervised sendmail
    sentencepiece sentinel seqlen serialise serializable serializer serverless setattr
    setdefault setitem setpoint setpoints setstate setter setters setup setups shapelet
    shapelets shapely shellcode shortcode shortcut shortcuts shorthand shortlist shortlisted
    shortterm showcase showcased showcases sidebar sidebars sidelobe sidelobes sidenote sigmoid
    signoff silhouette singlehead singleton sinkhorn skipgram skiplist skydome skyline slideshow
    slowdown slowdowns smalltalk smartwatch smoothing snapshot snapshots snapshotting
    socketserver softcap softmax softplus sourcecode spacetime spacy sparsify spectrogram
    spectrograms spellcheck spellchecker splitext spreadsheet spreadsheets squareform
    stablediffusion stackoverflow stacktrace stacktraces stakeholder stakeholders standalone
    startswith startup stateful stateless stateoftheart statespace staticmethod staticmethods
    statsmodels stderr stdin stdout stepsize stepwise stopband stopword stopwords storyboard
    straightforward strikethrough styleguide stylesheet stylesheets subclassing subfolder
    subgradient submodule suboptimal subsample subsampled subsampling subspace subtask subtree
    subword subwords superpixel superpixels superresolution supervision symlink symlinked
    symlinks sympy sysadmin tabwidth takeaway takeaways tarball tarballs taskbar teardown
    teardowns telehealth tensorboard tensorflow termcolor terminfo testbed testbeds testcase
    testcases testdata testset testsuite textarea textbox textboxes textline textual textview
    textwrap thinktank threadlocal threadpool threadsafe thresholded thresholding throughput
    throughputs throwaway thumbprint thumbprints timedelta timeframe timeframes timeline
    timelines timeout timeouts timeseries timeslot timeslots timestamp timestamped timestamps
    timestep timesteps timezone timezones timsort tobytes tofile tokenization tokenize tokenized
    tokenizer tokenizers tokenizing tolist toolbar toolbox toolboxes toolchain toolchains
    toolkit toolkits tooltip tooltips topdown topk toplevel topology torchaudio torchrun
    torchscript torchtext torchvision tostring touchpoint touchpoints touchscreen tracebacks
    tradeoff tradeoffs trainable trainset trajectory transformer transformers transpose treebank
    treebanks treemap treeview treewidth tridiagonal trigram trigrams truecolor truncated
    trustregion truststore truthy tuple tuples turnaround turnkey typeahead typecast typecheck
    typechecked typechecker typechecking typedef typeguard typehint typehints typesafe typeset
    typesetting typeshed unboundedness uncased uncertainties uncheck underfit underfitting
    underflow undersample undersampling unicode unigram unigrams unimodal unittest unittesting
    unittests unpickle unsupervised upcast upcasted upcasting uplink uploader upperbound
    uppercase uppercased uppercasing upsample upsampled upsampling upscale upscaled upscaler
    upscaling upstream uptime upvote upvoted upvotes urllib urlopen usecase usecases userdata
    userfriendly userinfo userland username usernames userspace utterance validator variational
    vectorcall vectorize vectorized vectorizer verbose versionadded versionchanged viewport
    viewports virtualenv visionlanguage vocab voiceover voxel voxels waitlist walkthrough
    walkthroughs warmstart warmup warmups waveform waveforms wavelet wavelets wavenumber
    wavenumbers weakref weakrefs weaksupervision webapp webapps webassembly webcam webhook
    webhooks webinar webinars webpage webpages webserver websocket websockets webui weekday
    weekdays weibull weightdecay whitebox whitelist whitelisted whitening whitepaper whitespace
    whitespaces wideband widescreen wikidata wildcard wildcards windspeed wireframe wireframes
    withdrawal wordcount wordlist wordlists wordnet wordpiece wordpieces workaround workarounds
    workflow workflows workgroup workgroups workload workloads worksheet worksheets workspace
    workspaces workstation workstations wouldbe wraparound writeback writeup xarray zerocopy
    zeroshot zipfile zipimport zoneinfo
    """
)
